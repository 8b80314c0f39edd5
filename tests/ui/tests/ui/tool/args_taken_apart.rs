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
    fn echo(&self, EchoArgs { text }: EchoArgs) -> String {
        text
    }
}

fn main() {}
