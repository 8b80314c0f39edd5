use hookwire::{Result, plugin};

#[derive(Default)]
struct Notes;

struct Found;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    async fn search(&self, _text: String) -> Result<Found> {
        Ok(Found)
    }
}

fn main() {}
