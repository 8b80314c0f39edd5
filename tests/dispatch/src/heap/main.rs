//! What counting costs: the allocator that counts over the one of the system and over mimalloc, each against the same without.
//!
//! `cargo bench -p hookwire-dispatch --bench heap`

#![allow(missing_docs, reason = "a program, not a library")]

mod loads;
mod switch;

use loads::{LOADS, Live, Who};
use std::time::Instant;
use switch::{Allocator, SWITCH};

const ROUNDS: usize = 41;

/// How often a hook is fired at in one go.
const FIRES: u32 = 20_000;

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let _entered = runtime.enter();
    let live = runtime.block_on(Live::start());
    println!(
        "\nNanoseconds for one of each, the median of {ROUNDS} rounds in which each allocator runs once.\n"
    );
    print!("{:<18}", "");
    for allocator in Allocator::EACH {
        print!("{:>18}", allocator.to_string());
    }
    println!();
    let mut figures = Vec::new();
    let mut row = |name: &str, nanos: [f64; 4]| {
        print!("{name:<18}");
        for nanos in nanos {
            print!("{nanos:>18.1}");
        }
        println!();
        let [system, counted, mimalloc, counted_mimalloc] = nanos;
        figures.push((format!("{name}_counted_vs_system"), counted / system));
        figures.push((format!("{name}_counted_vs_mimalloc"), counted_mimalloc / mimalloc));
    };
    for load in LOADS {
        for who in Who::EACH {
            row(&format!("{}_{who}", load.name), measure(|| live.run(load, who), load.times));
        }
    }
    row("guard", measure(|| (0..FIRES).for_each(|_| live.gate()), FIRES));
    row("guard_alloc", measure(|| (0..FIRES).for_each(|_| live.note()), FIRES));
    println!();
    for (name, ratio) in figures {
        println!("figure {name} {ratio:.2}");
    }
}

/// Returns the nanoseconds that one of so many loads takes under each allocator.
fn measure(run: impl Fn(), times: u32) -> [f64; 4] {
    let mut samples = [const { Vec::new() }; 4];
    for samples in &mut samples {
        samples.reserve_exact(ROUNDS);
    }
    for _ in 0..ROUNDS {
        for (allocator, samples) in Allocator::EACH.into_iter().zip(&mut samples) {
            let took = SWITCH.within(allocator, || {
                // The others have just filled the caches.
                run();
                let start = Instant::now();
                run();
                start.elapsed()
            });
            samples.push(took.as_secs_f64() * 1e9 / f64::from(times));
        }
    }
    samples.map(|mut samples| {
        samples.sort_by(f64::total_cmp);
        samples[ROUNDS / 2]
    })
}
