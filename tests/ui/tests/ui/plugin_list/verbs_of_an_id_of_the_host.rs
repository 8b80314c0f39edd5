use hookwire::{PluginList, plugin, plugins};

#[derive(Default)]
struct Pruner;

#[plugin(id = "sessions")]
impl Pruner {
    /// Removes what is old.
    #[verb("prune")]
    fn prune(&self) -> String {
        String::new()
    }
}

fn list() -> &'static PluginList {
    plugins! {
        "one" => Pruner,
    }
}

fn main() {
    list();
}
