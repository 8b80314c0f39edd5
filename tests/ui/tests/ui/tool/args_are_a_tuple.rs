use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Says it.
    #[tool]
    fn echo(&self, args: (String, u32)) -> String {
        format!("{args:?}")
    }
}

fn main() {}
