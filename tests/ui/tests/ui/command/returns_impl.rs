use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Clears.
    #[command("/clear")]
    fn clear(&self) -> impl Into<String> {
        "done"
    }
}

fn main() {}
