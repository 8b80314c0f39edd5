use hookwire::{Reply, plugin};

#[derive(Default)]
struct Chat;

#[plugin]
impl Chat {
    #[command("/clear")]
    async fn reset(&self, _name: &String) -> Reply {
        Reply::from("done")
    }
}

fn main() {}
