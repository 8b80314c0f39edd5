use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    async fn search(&self, _text: String) -> Result<u32, u32> {
        Ok(1)
    }
}

fn main() {}
