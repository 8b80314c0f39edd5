use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// How to write a note.
    #[skill("writing")]
    const WRITING: &str = "Be brief.";

    /// How to write a long note.
    #[skill("writing")]
    const LONG: &str = "Be less brief.";
}

fn main() {}
