use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[card("Notes")]
    fn notes(&self) -> u32 {
        5
    }
}

fn main() {}
