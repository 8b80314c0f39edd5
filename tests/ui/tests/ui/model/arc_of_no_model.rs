use hookwire::plugin;
use std::sync::Arc;

#[derive(Default)]
struct Parrots;

#[plugin]
impl Parrots {
    /// Opens parrots.
    #[model("parrot")]
    fn open(&self, _name: &str) -> Arc<String> {
        Arc::new(String::new())
    }
}

fn main() {}
