use hookwire::{Cx, plugin};

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    async fn search(&self, _cx: &Cx, _text: String) {}
}

fn main() {}
