use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Says it.
    #[tool]
    fn echo(&self, args: u32) -> String {
        format!("{args:?}")
    }
}

fn main() {}
