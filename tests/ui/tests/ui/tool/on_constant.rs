use hookwire::plugin;

#[derive(Default)]
struct Audit;

#[plugin]
impl Audit {
    /// Says it.
    #[tool]
    const ECHO: u32 = 1;
}

fn main() {}
