use hookwire::plugin;
use schemars::JsonSchema;
use serde::Deserialize;

#[derive(Default)]
struct Audit;

#[derive(Deserialize, JsonSchema)]
struct EchoArgs {
    text: String,
}

#[plugin]
impl Audit {
    /// Says it.
    #[tool]
    fn echo(&self, input: EchoArgs) -> String {
        input.text
    }
}

fn main() {}
