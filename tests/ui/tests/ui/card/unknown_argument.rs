use hookwire::plugin;
use hookwire::plugin::Card;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[card("Notes", at = "agent")]
    fn notes(&self) -> Card {
        Card::text("")
    }
}

fn main() {}
