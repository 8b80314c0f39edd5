use hookwire::plugin;

#[derive(Default)]
struct Library;

#[plugin]
impl Library {
    #[skill(folder = skills)]
    const SKILLS: () = ();
}

fn main() {}
