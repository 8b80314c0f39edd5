//! A host that is a process of its own, so that a test can kill it.

use hookwire_worker::process::{Launch, SpawnOptions, Spawner};
use hookwire_worker::sandbox::Policy;
use std::sync::Arc;
use std::time::Duration;

/// Starts a worker of this very binary for each probe, prints their numbers in one line, and waits for its own end.
///
/// With `replaced` first, the file of the binary is replaced by something else before.
///
/// # Panics
///
/// If a worker does not start.
pub fn host(arguments: &[String]) {
    let (replace, probes) = match arguments.split_first() {
        Some((first, rest)) if first == "replaced" => (true, rest),
        _ => (false, arguments),
    };
    if replace {
        let file = std::env::current_exe().expect("a file");
        std::fs::remove_file(&file).expect("a file of its own");
        std::fs::write(&file, "something else").expect("a folder of its own");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let spawner = Spawner::start(SpawnOptions::default()).expect("a thread");
        let mut workers = Vec::new();
        for probe in probes {
            workers.push(spawner.spawn(launch(probe)).await.unwrap_or_else(|error| panic!("{error:?}")));
        }
        let numbers: Vec<_> = workers.iter().map(|spawned| spawned.worker.pid().to_string()).collect();
        println!("{}", numbers.join(" "));
        tokio::time::sleep(Duration::from_mins(10)).await;
    });
}

fn launch(probe: &str) -> Launch {
    Launch {
        name: probe.to_owned(),
        // A plugin that starts programs may also undo that it dies with its host.
        policy: Policy { exec: true, ..Policy::default() },
        init: probe.as_bytes().to_vec(),
        output_bytes_per_second: 1024,
        output: Arc::new(|_| {}),
    }
}
