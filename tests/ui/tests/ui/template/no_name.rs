use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[template]
    const PAGE: &str = "";
}

fn main() {}
