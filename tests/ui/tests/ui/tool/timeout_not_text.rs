use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool(timeout = 30)]
    async fn search(&self, _text: String) {}
}

fn main() {}
