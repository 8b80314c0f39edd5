use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[template("layout.html")]
    const LAYOUT: &str = "";
}

fn main() {}
