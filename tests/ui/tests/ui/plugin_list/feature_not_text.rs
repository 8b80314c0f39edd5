use hookwire::{PluginList, plugins};

fn list() -> &'static PluginList {
    plugins! {
        audit => hookwire_audit::Audit,
    }
}

fn main() {
    list();
}
