use hookwire::{Cx, Reply, plugin};

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/clear")]
    async fn reset(&self, _cx: &Cx, _args: &str) -> Reply {
        Reply::from("done")
    }
}

fn main() {}
