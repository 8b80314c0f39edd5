use hookwire::plugin;

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/clear", background = true)]
    fn reset(&self) -> &'static str {
        "done"
    }
}

fn main() {}
