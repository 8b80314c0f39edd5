use hookwire::{Roster, plugins};

fn roster() -> &'static Roster {
    plugins! {
        audit => hookwire_audit::Audit,
    }
}

fn main() {
    roster();
}
