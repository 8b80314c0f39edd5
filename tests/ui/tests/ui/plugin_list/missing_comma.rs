use hookwire::{PluginList, plugins};

fn list() -> &'static PluginList {
    plugins! {
        "one" => hookwire_audit::Audit
        "two" => hookwire_log::Log
    }
}

fn main() {
    list();
}
