use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// How to write a note.
    #[skill]
    const WRITING: &str = "Be brief.";
}

fn main() {}
