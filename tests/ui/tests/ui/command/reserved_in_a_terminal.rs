use hookwire::{Reply, plugin};

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/resume")]
    async fn help(&self) -> Reply {
        Reply::from("done")
    }
}

fn main() {}
