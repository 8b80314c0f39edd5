use hookwire::{Roster, plugins};

fn roster() -> &'static Roster {
    plugins! {
        "one" => hookwire_audit::Audit
        "two" => hookwire_log::Log
    }
}

fn main() {
    roster();
}
