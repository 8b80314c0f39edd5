use hookwire::{PluginList, plugins};

fn list() -> &'static PluginList {
    plugins! {
        hookwire_audit::Audit,
    }
}

fn main() {
    list();
}
