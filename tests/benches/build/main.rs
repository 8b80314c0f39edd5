//! What a plugin costs to build: cold, after a change, and with many of them.
//!
//! `cargo bench -p hookwire-tests --bench build`; some minutes, no network.

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
    figures::cold()?;
    for size in SIZES {
        figures::growth(size)?;
    }
    figures::list(100)?;
    figures::touch()
}
