use hookwire::{Result, plugin};

#[derive(Default)]
struct Notes;

#[plugin(capabilities = [routes])]
impl Notes {
    #[routes]
    fn routes(&self) -> Result<u32> {
        Ok(1)
    }
}

fn main() {}
