use hookwire::plugin;
use serde::Deserialize;

#[derive(Default)]
struct Notes;

#[derive(Deserialize)]
enum Order {
    New,
    Old,
}

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    async fn search(&self, order: Order) -> bool {
        matches!(order, Order::New | Order::Old)
    }
}

fn main() {}
