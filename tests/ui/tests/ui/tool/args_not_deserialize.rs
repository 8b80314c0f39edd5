use hookwire::plugin;

#[derive(Default)]
struct Notes;

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
