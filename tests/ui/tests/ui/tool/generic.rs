use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Says it.
    #[tool]
    fn echo<T: ToString>(&self, text: T) -> String {
        text.to_string()
    }
}

fn main() {}
