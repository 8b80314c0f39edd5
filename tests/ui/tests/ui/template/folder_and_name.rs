use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[template("page.html", folder = "pages")]
    const PAGE: &str = "";
}

fn main() {}
