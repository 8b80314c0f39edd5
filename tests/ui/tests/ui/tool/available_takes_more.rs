use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool(available = "connected")]
    async fn search(&self, _text: String) {}

    fn connected(&self, _now: bool) -> bool {
        true
    }
}

fn main() {}
