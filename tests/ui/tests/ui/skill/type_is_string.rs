use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Writes notes.
    #[skill("notes")]
    const NOTES: String = String::new();
}

fn main() {}
