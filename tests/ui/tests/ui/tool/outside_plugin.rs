use hookwire::tool;

struct Notes;

impl Notes {
    /// Searches the notes.
    #[tool]
    fn search(&self) {}
}

fn main() {
    Notes.search();
}
