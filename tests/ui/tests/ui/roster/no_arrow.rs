use hookwire::{Roster, plugins};

fn roster() -> &'static Roster {
    plugins! {
        "one": hookwire_audit::Audit,
    }
}

fn main() {
    roster();
}
