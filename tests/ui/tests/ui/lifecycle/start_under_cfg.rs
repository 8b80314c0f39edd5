use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[cfg(unix)]
    #[start]
    async fn start(&self) {}
}

fn main() {}
