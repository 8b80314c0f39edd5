use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[template("page.html")]
    const PAGE: &str = "";

    #[template("page.html")]
    const OTHER: &str = "";
}

fn main() {}
