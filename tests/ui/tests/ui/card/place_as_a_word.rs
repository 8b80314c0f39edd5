use hookwire::plugin;
use hookwire::plugin::Card;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[card("Notes", on = agent)]
    fn notes(&self) -> Card {
        Card::text("")
    }
}

fn main() {}
