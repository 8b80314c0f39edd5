use hookwire::plugin;

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/clear")]
    fn reset(&self) {}
}

fn main() {}
