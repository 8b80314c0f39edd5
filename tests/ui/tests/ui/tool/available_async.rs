use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool(available = "connected")]
    async fn search(&self, _text: String) {}

    async fn connected(&self) -> bool {
        true
    }
}

fn main() {}
