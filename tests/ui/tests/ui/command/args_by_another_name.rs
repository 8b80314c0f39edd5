use hookwire::plugin;

#[derive(Default)]
struct Chat;

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Args {
    name: String,
}

#[plugin]
impl Chat {
    #[command("/call")]
    fn call(&self, input: Args) -> String {
        input.name
    }
}

fn main() {}
