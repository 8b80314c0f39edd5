use hookwire::plugin;
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Default)]
struct Audit;

#[derive(Deserialize, JsonSchema)]
struct Args {
    text: String,
}

#[plugin]
impl Audit {
    /// Says it.
    #[tool]
    fn echo(&self, input: Args) -> String {
        input.text
    }
}

fn main() {}
