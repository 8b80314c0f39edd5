use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Writes release notes.
    #[skill("release-notes")]
    const RELEASE_NOTES: &str = " ";
}

fn main() {}
