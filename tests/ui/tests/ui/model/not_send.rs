use hookwire::model::Scripted;
use hookwire::plugin;
use std::sync::Arc;

#[derive(Default)]
struct Parrots;

#[plugin]
impl Parrots {
    /// Opens parrots.
    #[model("parrot")]
    async fn open(&self, _name: &str) -> Arc<Scripted> {
        let count = std::rc::Rc::new(1);
        std::future::ready(()).await;
        drop(count);
        Arc::new(Scripted::echo())
    }
}

fn main() {}
