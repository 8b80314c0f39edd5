//! Turns of two model calls and one tool call, one after the other, with 0, 10 and 50 plugins that hook them.

use super::{crowd, figure, host, median};
use hookwire_host::Host;
use hookwire_host::engine::store::Memory;
use std::sync::Arc;
use std::time::Instant;
use tokio::runtime::{Builder, Runtime};

const ROUNDS: usize = 15;
const TURNS: usize = 200;

pub(super) fn run(_: &Runtime) {
    // On one thread, where nothing but the work is measured: two threads that wake each other take longer for that.
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    for (name, trace) in [("turn", "false"), ("turn_traced", "true")] {
        let trace = format!("sessions.trace={trace}");
        let hosts = [0, 10, 50].map(|plugins| {
            let store = Arc::new(Memory::default());
            let crowd = crowd::of(plugins);
            runtime.block_on(host::start(&format!("{name}{plugins}"), &crowd, host::TURN, &[&trace], store))
        });
        let mut times = [(); 3].map(|()| Vec::new());
        // Round by round, so that a noisy machine is as noisy for each.
        for _ in 0..ROUNDS {
            for (host, times) in hosts.iter().zip(&mut times) {
                times.push(runtime.block_on(turns(host)));
            }
        }
        let [none, ten, fifty] = times.map(median);
        for (plugins, time) in [(0, none), (10, ten), (50, fifty)] {
            figure(&format!("{name}_per_s_{plugins}_plugins"), 1.0 / time);
        }
        figure(&format!("{name}_10_plugins_vs_0"), ten / none);
        figure(&format!("{name}_50_plugins_vs_0"), fifty / none);
    }
}

/// Returns how many seconds a turn takes.
async fn turns(host: &Host) -> f64 {
    let since = Instant::now();
    for _ in 0..TURNS {
        host::ask(host, None, "what is two and two?").await;
    }
    since.elapsed().as_secs_f64() / TURNS as f64
}
