struct Cache;

impl Cache {
    #[hookwire::every("5m")]
    fn tidy(&self) {}
}

fn main() {
    Cache.tidy();
}
