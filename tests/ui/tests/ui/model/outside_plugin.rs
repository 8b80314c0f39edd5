use hookwire::model;
use hookwire::model::Scripted;
use std::sync::Arc;

struct Parrots;

impl Parrots {
    /// Opens parrots.
    #[model("parrot")]
    fn open(&self, _name: &str) -> Arc<Scripted> {
        Arc::new(Scripted::echo())
    }
}

fn main() {
    Parrots.open("grey");
}
