use hookwire::plugin;
use hookwire::plugin::Card;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[card]
    fn notes(&self) -> Card {
        Card::text("")
    }
}

fn main() {}
