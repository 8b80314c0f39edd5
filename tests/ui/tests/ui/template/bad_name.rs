use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[template("my page.html")]
    const PAGE: &str = "";
}

fn main() {}
