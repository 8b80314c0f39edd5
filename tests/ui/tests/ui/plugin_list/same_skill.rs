use hookwire::{PluginList, plugin, plugins};

#[derive(Default)]
struct Audit;

#[plugin(id = "audit")]
impl Audit {
    /// Writes notes.
    #[skill("notes")]
    const NOTES: &str = "Write them.";
}

#[derive(Default)]
struct Log;

#[plugin(id = "log")]
impl Log {
    /// Writes notes.
    #[skill("notes")]
    const NOTES: &str = "Write them.";
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
