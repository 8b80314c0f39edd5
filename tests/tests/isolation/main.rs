//! Plugins that misbehave, in both tiers, beside healthy ones under load.
//!
//! | module | asks |
//! |---|---|
//! | `rows` | what each misbehaviour of a tool does to the host, the caller and the others, as `hookwire_misbehave::Row` promises it |
//! | `inline`, `worker` | that for each tier: in the host's process a host a row, as many of them end it |
//! | `places` | what a misbehaviour does at each place where the host calls a plugin |
//! | `soak` | what is left after a long time of it |
//! | `page` | whether `docs/isolation.md` has the table |
//!
//! `HOOKWIRE_TEST_ALL=1` tries everything, and not only a selection.

mod inline;
mod page;
mod places;
mod rows;
mod soak;
mod worker;

use std::time::Duration;
use tokio::sync::Mutex;

/// The program.
const HOST: &str = env!("CARGO_BIN_EXE_isolated_host");
/// How long an order may take: the time of a tool, the grace of a worker, a restart, and a slow machine.
const PATIENCE: Duration = Duration::from_secs(8);

/// Held while a host misbehaves: two at once would be slow, and each would take that for the other's fault.
static ALONE: Mutex<()> = Mutex::const_new(());

/// Writes what a test has found out, which the harness would keep back.
fn tell(text: &str) {
    use std::io::Write;
    let _ = std::io::stderr().write_all(format!("{text}\n").as_bytes());
}

/// Returns whether everything is to be tried.
fn all() -> bool {
    std::env::var_os("HOOKWIRE_TEST_ALL").is_some()
}
