struct Notes;

impl Notes {
    #[hookwire::card("Notes")]
    fn notes(&self) {}
}

fn main() {
    Notes.notes();
}
