use hookwire::plugin;

#[derive(Default)]
struct Ledger;

#[plugin]
impl Ledger {
    /// Writes the books.
    #[verb("export")]
    fn export(&self) -> String {
        String::new()
    }

    /// Writes them again.
    #[verb("export")]
    fn again(&self) -> String {
        String::new()
    }
}

fn main() {}
