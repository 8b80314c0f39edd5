use hookwire::plugin;
use hookwire::plugin::Card;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[card("Notes")]
    fn notes(&self) -> Card {
        Card::text("")
    }

    #[card("Notes")]
    fn others(&self) -> Card {
        Card::text("")
    }
}

fn main() {}
