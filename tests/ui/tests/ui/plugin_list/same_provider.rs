use hookwire::model::{Model, Scripted};
use hookwire::{PluginList, Result, plugin, plugins};
use std::sync::Arc;

#[derive(Default)]
struct Audit;

#[plugin(id = "audit")]
impl Audit {
    /// Opens parrots.
    #[model("parrot")]
    fn open(&self, _name: &str) -> Result<Arc<dyn Model>> {
        Ok(Arc::new(Scripted::echo()))
    }
}

#[derive(Default)]
struct Log;

#[plugin(id = "log")]
impl Log {
    /// Opens parrots.
    #[model("parrot")]
    fn open(&self, _name: &str) -> Result<Arc<dyn Model>> {
        Ok(Arc::new(Scripted::echo()))
    }
}

fn list() -> &'static PluginList {
    plugins! {
        "one" => Audit,
        "two" => Log,
    }
}

fn main() {
    list();
}
