use hookwire::plugin;

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/reset")]
    fn reset(&self) {}
}

fn main() {}
