use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Clears.
    #[command(clear)]
    fn clear(&self) -> String {
        String::new()
    }
}

fn main() {}
