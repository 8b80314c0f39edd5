use hookwire::command;

struct Chat;

impl Chat {
    #[command("/clear")]
    fn reset(&self) {}
}

fn main() {
    Chat.reset();
}
