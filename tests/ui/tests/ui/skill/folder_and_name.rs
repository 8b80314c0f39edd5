use hookwire::plugin;

#[derive(Default)]
struct Library;

#[plugin]
impl Library {
    /// When somebody borrows a book.
    #[skill("lending", folder = "skills")]
    const LENDING: &str = "Write down who has it.";
}

fn main() {}
