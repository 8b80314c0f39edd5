use hookwire::plugin;

#[derive(Default)]
struct Ledger;

#[plugin]
impl Ledger {
    /// Writes the books.
    #[verb("export", time = "1m")]
    fn export(&self) -> String {
        String::new()
    }
}

fn main() {}
