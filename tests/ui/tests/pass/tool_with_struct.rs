use hookwire::plugin;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

#[derive(Default)]
struct Notes;

#[derive(Deserialize, JsonSchema)]
struct Search {
    /// What to look for.
    text: String,
    #[serde(default)]
    limit: u32,
}

#[derive(Serialize)]
struct Found {
    title: String,
}

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    async fn search(&self, args: Search) -> Result<Vec<Found>, std::io::Error> {
        let found = |_| Found { title: args.text.clone() };
        Ok((0..args.limit).map(found).collect())
    }
}

pub(crate) fn main() {}
