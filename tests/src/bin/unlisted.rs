//! An agent that links a plugin and does not list it: `notes`, on which `redact` depends.

use std::process::ExitCode;

fn main() -> ExitCode {
    hookwire_host::main(hookwire::plugins! { "redact" => hookwire_redact::Redact })
}
