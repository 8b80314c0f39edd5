//! What a plugin costs to build: cold, after a change, and with many of them.
//!
//! `cargo bench -p hookwire-tests --bench build`; some minutes, no network. `-- list` runs that part alone.

#![allow(missing_docs, reason = "a program, not a library")]

mod cargo;
mod cpu;
mod figures;
mod generate;

use std::io;

/// How many plugins the growth is measured with.
const SIZES: [usize; 3] = [10, 50, 100];

fn main() -> io::Result<()> {
    println!(
        "A plugin of these crates has two hooks and a tool, and depends on hookwire alone. Seconds of wall time \
         depend on the machine and on what else it does; CPU seconds less so.\n"
    );
    let wanted: Vec<_> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    let is_wanted = |part: &str| wanted.is_empty() || wanted.iter().any(|it| it == part);
    if is_wanted("cold") {
        figures::cold()?;
    }
    for size in SIZES.into_iter().filter(|_| is_wanted("growth")) {
        figures::growth(size)?;
    }
    if is_wanted("list") {
        figures::list(100)?;
    }
    if is_wanted("touch") {
        figures::touch()?;
    }
    Ok(())
}
