use hookwire::plugin;

#[derive(Default)]
struct Ledger;

#[plugin]
impl Ledger {
    #[verb("export")]
    fn export(&self) -> String {
        String::new()
    }
}

fn main() {}
