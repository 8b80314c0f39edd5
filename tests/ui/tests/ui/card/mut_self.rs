use hookwire::plugin;
use hookwire::plugin::Card;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[card("Notes")]
    fn notes(&mut self) -> Card {
        Card::text("")
    }
}

fn main() {}
