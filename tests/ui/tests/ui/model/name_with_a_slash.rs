use hookwire::model::{Model, Scripted};
use hookwire::{Result, plugin};
use std::sync::Arc;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Opens parrots.
    #[model("parrot/grey")]
    fn open(&self, _name: &str) -> Result<Arc<dyn Model>> {
        Ok(Arc::new(Scripted::echo()))
    }
}

fn main() {}
