use hookwire::start;

struct Audit;

impl Audit {
    #[start]
    fn start(&self) {}
}

fn main() {
    Audit.start();
}
