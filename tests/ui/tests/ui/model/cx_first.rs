use hookwire::model::Scripted;
use hookwire::{Cx, plugin};
use std::sync::Arc;

#[derive(Default)]
struct Parrots;

#[plugin]
impl Parrots {
    /// Opens parrots.
    #[model("parrot")]
    fn open(&self, _cx: &Cx, _name: &str) -> Arc<Scripted> {
        Arc::new(Scripted::echo())
    }
}

fn main() {}
