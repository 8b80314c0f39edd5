use hookwire::plugin;

#[derive(Default)]
struct Ledger;

#[derive(serde::Deserialize)]
struct Year(u16);

#[plugin]
impl Ledger {
    /// Writes the books.
    #[verb("export")]
    fn export(&self, year: Year) -> String {
        year.0.to_string()
    }
}

fn main() {}
