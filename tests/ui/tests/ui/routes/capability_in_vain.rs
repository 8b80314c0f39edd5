use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin(capabilities = [routes])]
impl Notes {
    /// Counts.
    #[tool]
    fn count(&self) -> u32 {
        0
    }
}

fn main() {}
