use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Says it.
    #[tool(name = "echo.it")]
    fn echo(&self, text: String) -> String {
        text
    }
}

fn main() {}
