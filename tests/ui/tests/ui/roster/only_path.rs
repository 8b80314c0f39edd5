use hookwire::{Roster, plugins};

fn roster() -> &'static Roster {
    plugins! {
        hookwire_audit::Audit,
    }
}

fn main() {
    roster();
}
