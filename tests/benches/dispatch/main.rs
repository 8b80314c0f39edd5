//! What firing a chain costs, beside the same methods called by hand, boxed trait objects, and tower.
//!
//! `cargo bench -p hookwire-tests --bench dispatch [-- PART-OF-A-NAME]`

#![allow(missing_docs, reason = "a program, not a library")]

mod alloc;
mod body;
mod boxed;
mod contest;
mod direct;
mod figures;
mod hooks;
mod measure;
mod ours;
mod pause;
mod rounds;
mod table;
mod wrap;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    // Entered, not blocked on: the timers of hooks that wait find their clock, and our own loop polls.
    let runtime = runtime.expect("a runtime");
    let _entered = runtime.enter();
    // cargo passes `--bench`; anything else chooses.
    let wanted = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    let cells = rounds::run(contest::entries(&runtime), wanted.as_deref().unwrap_or_default());
    table::print(&cells);
    figures::print(&cells);
}
