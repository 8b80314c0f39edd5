use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[tool(description = 5)]
    fn echo(&self, text: String) -> String {
        text
    }
}

fn main() {}
