use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Says it.
    #[tool]
    extern "C" fn echo(&self) -> u32 {
        1
    }
}

fn main() {}
