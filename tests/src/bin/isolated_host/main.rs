//! A host in a process of its own, with plugins that misbehave beside healthy ones under load.
//!
//! `isolated_host <folder> <tier> <talkers> [memory]`. In: a JSON line an order, as [`orders`] has them; out: a JSON line an
//! answer, each behind an empty line, as a plugin may have begun one. `talkers` people talk to the agent all the time; `memory`
//! is a limit in bytes for the whole process, as a container sets one. The process ends with its standard input.

mod configuration;
mod healthy;
mod orders;
mod state;
mod talkers;

use hookwire_worker::process::enter;
use hookwire_worker::{Heap, serve};
use orders::Orders;
use rustix::io::fcntl_getfd;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit, setsid};
use state::HostState;
use std::io::{BufRead, stdin};
use std::path::PathBuf;
use tokio::runtime::Builder;
use tokio::sync::mpsc;

/// Counts what plugins take, and ends a worker that takes too much.
#[global_allocator]
static HEAP: Heap = Heap::new();

fn main() {
    // This process may be one of a plugin: then it does nothing else.
    if let Some(entered) = enter() {
        let plugins = configuration::plugins();
        serve(entered, |id| plugins.iter().copied().find(|plugin| plugin.id == id));
    }
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(arguments.next().expect("a folder"));
    let tier = arguments.next().expect("a tier");
    let talkers = arguments.next().and_then(|it| it.parse().ok()).expect("a number of talkers");
    let memory = arguments.next().map(|it| it.parse().expect("a number of bytes"));
    // Whatever is made here is found by its session.
    setsid().expect("a session of its own");
    // As most systems have it, so that all can be taken.
    let maximum = getrlimit(Resource::Nofile).maximum;
    setrlimit(Resource::Nofile, Rlimit { current: Some(1024), maximum }).expect("a limit of descriptors");
    if let Some(memory) = memory {
        let limit = Rlimit { current: Some(memory), maximum: Some(memory) };
        setrlimit(Resource::As, limit).expect("a limit of memory");
    }
    let state = HostState::watch();
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let (lines, orders) = mpsc::unbounded_channel();
    // On a thread of its own, which works when no thread of the runtime does.
    std::thread::spawn(move || {
        for line in stdin().lock().lines().map_while(Result::ok) {
            let _ = lines.send(line);
        }
        // A plugin that has closed it is none who has hung up.
        if fcntl_getfd(stdin()).is_ok() {
            std::process::exit(3);
        }
    });
    runtime.block_on(async move {
        // On a thread of the runtime, as everything else.
        let run =
            tokio::spawn(
                async move { Orders::start(&folder, &tier, talkers, state).await.follow(orders).await },
            );
        run.await.expect("the orders are followed");
    });
}
