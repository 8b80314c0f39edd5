use hookwire::plugin;
use hookwire::plugin::Card;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[card("Notes")]
    fn notes(&self, _page: u32) -> Card {
        Card::text("")
    }
}

fn main() {}
