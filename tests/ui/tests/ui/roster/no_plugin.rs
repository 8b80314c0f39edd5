use hookwire::{Roster, plugins};

struct Audit;

fn roster() -> &'static Roster {
    plugins! {
        "one" => Audit,
    }
}

fn main() {
    roster();
}
