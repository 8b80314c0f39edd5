use hookwire::plugin;

#[derive(Default)]
struct Notes;

struct Found;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    async fn search(&self, _text: String) -> Found {
        Found
    }
}

fn main() {}
