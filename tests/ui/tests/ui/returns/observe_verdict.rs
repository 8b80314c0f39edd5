use hookwire::points::MessageReceived;
use hookwire::{Verdict, plugin};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("message.received")]
    async fn check(&self, _message: &MessageReceived) -> Verdict {
        Verdict::Allow
    }
}

fn main() {}
