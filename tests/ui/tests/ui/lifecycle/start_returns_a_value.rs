use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[start]
    async fn start(&self) -> u32 {
        1
    }
}

fn main() {}
