use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[template("page")]
    const PAGE: &str = "";
}

fn main() {}
