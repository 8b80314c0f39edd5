use hookwire::{plugin, points::MessageReceived};

#[derive(Default)]
struct Audit;

#[plugin(id = "audit")]
impl Audit {
    #[cfg(unix)]
    #[hook("message.received")]
    fn log(&self, _: &MessageReceived) {}
}

fn main() {}
