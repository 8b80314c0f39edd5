use hookwire::plugin;

#[derive(Default)]
struct Parrots;

#[plugin]
impl Parrots {
    /// Opens parrots.
    #[model("parrot")]
    fn open(&self, _name: &str) -> String {
        String::new()
    }
}

fn main() {}
