use hookwire::{PluginList, plugins};

fn list() -> &'static PluginList {
    plugins! {
        "one" => our_audit::Audit,
    }
}

fn main() {
    list();
}
