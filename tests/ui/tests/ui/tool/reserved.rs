use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Loads a note.
    #[tool]
    async fn load_skill(&self, _name: String) {}
}

fn main() {}
