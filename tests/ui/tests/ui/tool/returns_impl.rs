use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Says it.
    #[tool]
    fn echo(&self, text: String) -> impl serde::Serialize {
        text
    }
}

fn main() {}
