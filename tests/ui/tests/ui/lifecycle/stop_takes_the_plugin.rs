use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    #[stop]
    async fn stop(self) {}
}

fn main() {}
