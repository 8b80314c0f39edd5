use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    async fn search(&self, (x, y): (u32, u32)) -> u32 {
        x + y
    }
}

fn main() {}
