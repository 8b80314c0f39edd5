use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool(name = "search notes")]
    async fn search(&self, _text: String) {}
}

fn main() {}
