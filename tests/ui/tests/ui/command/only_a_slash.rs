use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Clears.
    #[command("/")]
    fn clear(&self) -> String {
        String::new()
    }
}

fn main() {}
