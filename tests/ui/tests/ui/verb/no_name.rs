use hookwire::plugin;

#[derive(Default)]
struct Ledger;

#[plugin]
impl Ledger {
    /// Writes the books.
    #[verb]
    fn export(&self) -> String {
        String::new()
    }
}

fn main() {}
