use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool(available = "ready")]
    async fn search(&self, _text: String) {}

    fn connected(&self) -> bool {
        true
    }
}

fn main() {}
