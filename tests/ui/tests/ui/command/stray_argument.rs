use hookwire::{Reply, plugin};

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/clear", hidden)]
    async fn reset(&self) -> Reply {
        Reply::from("done")
    }
}

fn main() {}
