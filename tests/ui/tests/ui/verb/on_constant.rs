use hookwire::plugin;

#[derive(Default)]
struct Ledger;

#[plugin]
impl Ledger {
    /// The books.
    #[verb("export")]
    const BOOKS: &str = "";
}

fn main() {}
