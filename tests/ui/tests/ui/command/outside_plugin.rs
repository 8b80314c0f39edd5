use hookwire::command;

struct Chat;

impl Chat {
    #[command("/reset")]
    fn reset(&self) {}
}

fn main() {
    Chat.reset();
}
