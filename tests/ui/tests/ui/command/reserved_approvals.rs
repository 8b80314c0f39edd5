use hookwire::{Reply, plugin};

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/approvals")]
    async fn help(&self) -> Reply {
        Reply::from("done")
    }
}

fn main() {}
