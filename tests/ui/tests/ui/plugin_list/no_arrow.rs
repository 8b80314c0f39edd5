use hookwire::{PluginList, plugins};

fn list() -> &'static PluginList {
    plugins! {
        "one": hookwire_audit::Audit,
    }
}

fn main() {
    list();
}
