//! Plugins in workers: everything that they do inline, and what they do to themselves.

mod crashes;
mod patient;

use hookwire::plugin::Plugin;
use hookwire_worker::Workers;
use hookwire_worker::process::SpawnOptions;
use std::ffi::OsString;

/// What the workers of these tests run; in any other run it has nothing to do.
#[test]
fn plugin_worker_entry() {
    if let Some(entered) = hookwire_worker::process::enter() {
        hookwire_worker::serve(entered, |id| (id == "patient").then_some(patient::Patient::MANIFEST));
    }
}

/// Makes the tier of this test binary.
fn workers() -> Workers {
    let mut options = SpawnOptions::default();
    let arguments = ["tier::plugin_worker_entry", "--exact", "--nocapture", "--test-threads=1"];
    options.arguments = arguments.map(OsString::from).to_vec();
    Workers::with(options).unwrap()
}
