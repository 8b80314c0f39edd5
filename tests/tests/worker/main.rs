//! Workers: their sandbox, their start, and every way in which they end.

mod common;
mod ends;
#[cfg(target_os = "linux")]
mod fence;
mod output;
mod services;
mod start;
mod tier;
mod wire;

/// What a worker of this very test runs; in any other run it has nothing to do.
#[test]
fn worker_entry() {
    if let Some(entered) = hookwire_worker::process::enter() {
        hookwire_tests::worker_probe::run(entered);
    }
}
