use hookwire::plugin;
use hookwire::points::{Context, Message};

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("context.provide")]
    fn provide(&self, _context: &mut Context) -> Vec<Message> {
        Vec::new()
    }
}

fn main() {}
