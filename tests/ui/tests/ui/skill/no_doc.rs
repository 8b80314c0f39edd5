use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[skill("writing")]
    const WRITING: &str = "Be brief.";
}

fn main() {}
