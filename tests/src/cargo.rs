//! Cargo, run by a test or a benchmark.

use std::env;
use std::process::Command;

/// Returns cargo, without what it tells a test of the package the test is in: build scripts that look at that, as
/// `ring`'s does, would run again and take everything behind them along.
#[must_use]
pub fn command() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    for (name, _) in env::vars_os() {
        let told = |prefix: &str| name.to_str().is_some_and(|name| name.starts_with(prefix));
        if told("CARGO_PKG_") || told("CARGO_MANIFEST_") {
            cargo.env_remove(&name);
        }
    }
    cargo
}
