use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Clears.
    #[command("/clear")]
    fn clear(&self, args: String) -> String {
        args
    }
}

fn main() {}
