use hookwire::plugin;
use hookwire::points::MessageReceived;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("message.received")]
    fn check(&self, _message: &mut MessageReceived) {}
}

fn main() {}
