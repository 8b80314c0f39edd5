use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    async fn search(&self, text: &str) -> String {
        text.to_owned()
    }
}

fn main() {}
