//! What firing a chain costs, beside the same methods called by hand, boxed trait objects, and tower.
//!
//! `cargo bench -p hookwire-dispatch [-- PART-OF-A-NAME [ROUNDS]]`

#![allow(missing_docs, reason = "a program, not a library")]
#![allow(clippy::cast_precision_loss, reason = "small counts")]

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
mod processes;
mod rounds;
mod table;
mod wrap;

fn main() -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
    // Entered, not blocked on: the timers of hooks that wait find their clock, and our own loop polls.
    let runtime = runtime.expect("a runtime");
    let _entered = runtime.enter();
    // cargo passes `--bench`.
    let args: Vec<_> = std::env::args().skip(1).filter(|arg| !arg.starts_with('-')).collect();
    let wanted = args.first().map_or("", String::as_str);
    let rounds = args.get(1).map_or(9, |rounds| rounds.parse().expect("a number of rounds"));
    let mut field = contest::Field { runtime: &runtime, wanted, entries: Vec::new() };
    field.fill();
    let mut cells = rounds::run(field, rounds);
    if processes::is_other() {
        processes::say(&cells);
        return Ok(());
    }
    processes::join(&mut cells)?;
    table::print(&cells);
    figures::print(&cells);
    Ok(())
}
