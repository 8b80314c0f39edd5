use hookwire::plugin;
use hookwire::points::MessageReceived;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("message.received")]
    #[hook("message.sent")]
    fn check(&self, _message: &MessageReceived) {}
}

fn main() {}
