use hookwire::plugin;
use serde::Deserialize;

#[derive(Default)]
struct Notes;

#[derive(Deserialize)]
struct Search {
    text: String,
}

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    async fn search(&self, args: Search) -> String {
        args.text
    }
}

fn main() {}
