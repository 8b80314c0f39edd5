use hookwire::plugin;

#[derive(Default)]
struct Notes;

struct Order;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool]
    async fn search(&self, _text: String, _order: Order) {}
}

fn main() {}
