use hookwire::{Cx, plugin};

#[derive(Default)]
struct Notes;

#[plugin(capabilities = [model, tool, model])]
impl Notes {
    #[start]
    async fn start(&self, _cx: &Cx) {}
}

fn main() {}
