use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    async fn search(&self, _text: String) {}

    /// Finds a note.
    #[tool(name = "search")]
    async fn find(&self, _text: String) {}
}

fn main() {}
