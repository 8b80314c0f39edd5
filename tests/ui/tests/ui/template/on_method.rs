use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[template("page.html")]
    fn page(&self) -> String {
        String::new()
    }
}

fn main() {}
