use hookwire::{Cx, Reply, plugin};

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/clear")]
    async fn reset(&self, _args: &str, _count: u32, _cx: &Cx) -> Reply {
        Reply::from("done")
    }
}

fn main() {}
