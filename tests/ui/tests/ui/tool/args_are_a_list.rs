use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Says it.
    #[tool]
    fn echo(&self, args: Vec<String>) -> String {
        format!("{args:?}")
    }
}

fn main() {}
