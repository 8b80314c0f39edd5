use hookwire::model::Scripted;
use hookwire::plugin;
use std::sync::Arc;

#[derive(Default)]
struct Parrots;

#[plugin]
impl Parrots {
    /// Opens parrots.
    #[model("parrot")]
    fn open(_name: &str) -> Arc<Scripted> {
        Arc::new(Scripted::echo())
    }
}

fn main() {}
