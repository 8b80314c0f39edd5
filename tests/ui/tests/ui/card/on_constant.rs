use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[card("Notes")]
    const NOTES: &str = "none";
}

fn main() {}
