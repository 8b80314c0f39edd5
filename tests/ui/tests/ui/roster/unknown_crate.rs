use hookwire::{Roster, plugins};

fn roster() -> &'static Roster {
    plugins! {
        "one" => our_audit::Audit,
    }
}

fn main() {
    roster();
}
