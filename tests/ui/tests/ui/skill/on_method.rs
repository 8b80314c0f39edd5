use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// How to write a note.
    #[skill("writing")]
    fn writing(&self) -> &'static str {
        "Be brief."
    }
}

fn main() {}
