use hookwire::plugin;

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/clear")]
    async fn reset(&self) -> u32 {
        1
    }
}

fn main() {}
