use hookwire::plugin;

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command(background)]
    fn reset(&self) -> &'static str {
        "done"
    }
}

fn main() {}
