use hookwire::plugin;

#[derive(Default)]
struct Cache;

#[plugin]
impl Cache {
    #[every("5m")]
    async fn tidy(&self) -> hookwire::Result<u32> {
        Ok(5)
    }
}

fn main() {}
