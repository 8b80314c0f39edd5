use hookwire::{Reply, plugin};

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/reset")]
    async fn reset(&self) -> Reply {
        Reply::from("done")
    }

    #[command("/reset")]
    async fn forget(&self) -> Reply {
        Reply::from("done")
    }
}

fn main() {}
