use hookwire::{PluginList, plugin, plugins};

#[derive(Default)]
struct Audit;

#[plugin(id = "audit")]
impl Audit {
    /// Clears.
    #[command("/clear")]
    fn clear(&self) -> String {
        String::new()
    }
}

#[derive(Default)]
struct Log;

#[plugin(id = "log")]
impl Log {
    /// Clears.
    #[command("/clear")]
    fn clear(&self) -> String {
        String::new()
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
