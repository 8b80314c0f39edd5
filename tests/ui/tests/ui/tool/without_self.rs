use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Says it.
    #[tool]
    fn echo(text: String) -> String {
        text
    }
}

fn main() {}
