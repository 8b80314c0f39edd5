use hookwire::plugin;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    #[template(folder = "pages")]
    const PAGES: () = ();
}

fn main() {}
