use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Says it.
    #[tool]
    fn echo(&self, args: Option<String>) -> String {
        format!("{args:?}")
    }
}

fn main() {}
