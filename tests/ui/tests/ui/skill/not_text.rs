use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// How to write a note.
    #[skill("writing")]
    const WRITING: u32 = 1;
}

fn main() {}
