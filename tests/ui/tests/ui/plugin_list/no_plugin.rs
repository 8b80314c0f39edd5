use hookwire::{PluginList, plugins};

struct Audit;

fn list() -> &'static PluginList {
    plugins! {
        "one" => Audit,
    }
}

fn main() {
    list();
}
