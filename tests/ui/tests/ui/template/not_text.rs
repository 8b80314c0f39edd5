use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[template("page.html")]
    const PAGE: u32 = 1;
}

fn main() {}
