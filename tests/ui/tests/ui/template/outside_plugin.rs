struct Notes;

impl Notes {
    #[hookwire::template("page.html")]
    const PAGE: &str = "";
}

fn main() {
    assert!(Notes::PAGE.is_empty());
}
