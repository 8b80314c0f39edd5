//! What each streamed piece costs: the hooks alone, and all the way from the model to the reader.

use super::{crowd, figure, host, median};
use hookwire::Role;
use hookwire::cx::{Cancel, Identity};
use hookwire::points::{Delta, ModelDelta};
use hookwire::trace::Trace;
use hookwire_host::Host;
use hookwire_host::engine::store::Memory;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;
use tokio::runtime::Runtime;

const ROUNDS: usize = 9;
const PIECES: usize = 20_000;

pub(super) fn run(runtime: &Runtime) {
    let script = format!("[[scenes]]\n[[scenes.steps]]\ntext = \"{}\"\n", "word ".repeat(PIECES));
    let counts = [0, 1, 16];
    let hosts = counts.map(|count| {
        let listeners = crowd::listeners(count);
        let store = Arc::new(Memory::default());
        runtime.block_on(host::start(
            &format!("delta{count}"),
            &listeners,
            &script,
            &["sessions.trace=false"],
            store,
        ))
    });
    let mut alone = [(); 3].map(|()| Vec::new());
    let mut traced = [(); 3].map(|()| Vec::new());
    let mut whole = [(); 3].map(|()| Vec::new());
    for _ in 0..ROUNDS {
        for (index, host) in hosts.iter().enumerate() {
            alone[index].push(fire(host, None));
            traced[index].push(fire(host, Some(Trace::brief())));
            whole[index].push(runtime.block_on(stream(host)));
        }
    }
    let medians = alone.map(median).into_iter().zip(traced.map(median)).zip(whole.map(median));
    for (count, ((alone, traced), whole)) in counts.into_iter().zip(medians) {
        figure(&format!("delta_{count}_hooks_ns"), alone);
        figure(&format!("delta_{count}_hooks_traced_ns"), traced);
        figure(&format!("delta_{count}_hooks_whole_way_ns"), whole);
    }
}

/// Returns the nanoseconds a piece takes through its hooks.
fn fire(host: &Host, trace: Option<Trace>) -> f64 {
    let plugins = host.engine().plugins();
    let wiring = plugins.wiring("default", Role::Agent);
    let cx = plugins.cx(Identity::agent("default", Role::Agent), Cancel::default(), trace);
    let mut delta = Delta::new("word ");
    let since = Instant::now();
    for _ in 0..PIECES {
        wiring.fire_now::<ModelDelta>(black_box(&mut delta), &cx).expect("nobody refuses");
    }
    since.elapsed().as_nanos() as f64 / PIECES as f64
}

/// Returns the nanoseconds a piece takes from the model to the reader, the turn around it divided among them.
async fn stream(host: &Host) -> f64 {
    let since = Instant::now();
    let outcome = host::ask(host, None, "say it").await;
    let time = since.elapsed().as_nanos() as f64 / PIECES as f64;
    assert_eq!(outcome.response.len(), PIECES * 5);
    time
}
