use hookwire::plugin;
use hookwire::points::Attachments;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[hook("attachment.describe")]
    async fn describe(&self, _files: &Attachments) -> String {
        String::new()
    }
}

fn main() {}
