use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[template(folder = "pages")]
    const PAGES: &str = "";
}

fn main() {}
