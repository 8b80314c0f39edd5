use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Says it.
    #[tool]
    fn echo(&self, text: impl ToString) -> String {
        text.to_string()
    }
}

fn main() {}
