#[derive(Default)]
struct Ledger;

impl Ledger {
    /// Writes the books.
    #[hookwire::verb("export")]
    fn export(&self) -> String {
        String::new()
    }
}

fn main() {}
