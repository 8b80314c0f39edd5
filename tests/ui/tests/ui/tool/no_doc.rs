use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[tool]
    async fn search(&self, text: String) -> String {
        text
    }
}

fn main() {}
