use hookwire::plugin;
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Default)]
struct Notes;

#[derive(Deserialize, JsonSchema)]
struct Search {
    text: String,
}

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    async fn search(&self, args: &Search) -> String {
        args.text.clone()
    }
}

fn main() {}
