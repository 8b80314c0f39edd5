use hookwire::{Reply, plugin};

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/clear")]
    async fn reset(&self) -> Reply {
        Reply::from("done")
    }

    #[command("/clear")]
    async fn forget(&self) -> Reply {
        Reply::from("done")
    }
}

fn main() {}
