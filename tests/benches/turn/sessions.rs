//! What an open session weighs that has had one turn, in a host that keeps everything in memory.

use super::{figure, host};
use hookwire_host::engine::store::Memory;
use std::sync::Arc;
use tokio::runtime::Runtime;

pub(super) fn run(runtime: &Runtime) {
    let host = runtime.block_on(host::start("sessions", &[], host::TURN, &[], Arc::new(Memory::default())));
    // What the first ones warm up is not theirs, nor what turns leave behind for the allocator.
    runtime.block_on(open(&host, 500));
    for count in [1_000_u32, 10_000] {
        let before = resident();
        runtime.block_on(open(&host, count));
        figure(&format!("session_of_{count}_kib"), (resident() - before) / 1024.0 / f64::from(count));
    }
}

async fn open(host: &hookwire_host::Host, count: u32) {
    for _ in 0..count {
        host::ask(host, None, "what is two and two?").await;
    }
}

/// Returns the bytes of memory this process has.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a line");
    let kib: f64 = line.trim().trim_end_matches(" kB").trim().parse().expect("a number");
    kib * 1024.0
}
