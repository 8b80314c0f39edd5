use hookwire::plugin;

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/clear", background, timeout = 5)]
    fn reset(&self) -> &'static str {
        "done"
    }
}

fn main() {}
