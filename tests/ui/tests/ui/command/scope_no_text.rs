use hookwire::plugin;

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/clear", scope = admin)]
    fn reset(&self) -> &'static str {
        "done"
    }
}

fn main() {}
