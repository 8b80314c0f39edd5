use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    fn notes__search(&self, _text: String) {}
}

fn main() {}
