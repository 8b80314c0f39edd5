//! What the host costs around a model: turns, streamed pieces, open sessions, the start.
//!
//! `cargo bench -p hookwire-tests --bench turn [-- PART-OF-A-NAME]`

#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::cast_precision_loss, reason = "small counts")]

mod crowd;
mod delta;
mod host;
mod sessions;
mod start;
mod turns;

use tokio::runtime::{Builder, Runtime};

type Part = fn(&Runtime);

fn main() {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.expect("a runtime");
    // cargo passes `--bench`.
    let wanted = std::env::args().skip(1).find(|arg| !arg.starts_with('-')).unwrap_or_default();
    let parts: [(&str, Part); 4] =
        // Sessions first: what other parts leave free in the allocator would hide their weight.
        [("sessions", sessions::run), ("turn", turns::run), ("delta", delta::run), ("start", start::run)];
    for (name, run) in parts {
        if name.contains(&wanted) {
            run(&runtime);
        }
    }
}

/// Prints a figure on a line of its own, for programs that read them.
fn figure(name: &str, value: f64) {
    println!("figure {name} {value:.2}");
}

/// Returns the middle one.
fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
