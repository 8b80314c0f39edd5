use hookwire::plugin;

#[derive(Default)]
struct Ledger;

#[plugin]
impl Ledger {
    /// Writes the books.
    #[verb("export")]
    fn export(&self) {}
}

fn main() {}
