use hookwire::plugin;

#[derive(Default)]
struct Hub;

#[plugin]
impl Hub {
    /// What the server has.
    #[tools("server")]
    fn server(&self) -> String {
        todo!()
    }
}

fn main() {}
