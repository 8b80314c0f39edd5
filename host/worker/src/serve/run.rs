use super::calls::{Calls, Service};
use crate::envelope::Start;
use crate::heap::{Heap, on_exceeded};
use crate::process::{Entered, Page, Reason, enter};
use crate::wire::{Peer, WireLimits, serve_sync};
use hookwire::plugin::Manifest;
use hookwire::remote::decode;
use hookwire::{PluginList, Registry};
use std::io;
use std::process::exit;
use std::sync::{Arc, OnceLock};
use tokio::net::UnixStream;
use tokio::net::unix::pipe;
use tokio::runtime::Builder;

/// The exit status of a worker that could not begin, or whose host has left it.
const STATUS: i32 = 79;

/// Serves a plugin of the list, if this process was started as a worker, and does not return then; otherwise returns at once.
///
/// It has to be called first in `main`: see [`enter`].
pub fn serve_if_worker(plugins: &'static PluginList) {
    if let Some(entered) = enter() {
        let registry = Registry::linked(plugins).ok();
        serve(entered, |id| registry.as_ref()?.plugin(id));
    }
}

/// Serves a plugin, which is looked up by its id, until the host ends the process.
pub fn serve(entered: Entered, find: impl FnOnce(&str) -> Option<&'static Manifest>) -> ! {
    match run(entered, find) {
        Ok(never) => match never {},
        Err(error) => {
            eprintln!("{error}");
            exit(STATUS)
        }
    }
}

/// Ends the process, with a reason on the page, once its heap is larger than it may be.
fn cap_heap(bytes: u64, page: &Arc<Page>) {
    static PAGE: OnceLock<Arc<Page>> = OnceLock::new();
    if Heap::is_installed() {
        // Each is set once in the life of a process.
        let _ = PAGE.set(Arc::clone(page));
        on_exceeded(|| PAGE.get().into_iter().for_each(|page| page.set_reason(Reason::HeapCap)));
        Heap::cap(bytes);
    }
}

enum Never {}

fn run(
    entered: Entered,
    find: impl FnOnce(&str) -> Option<&'static Manifest>,
) -> Result<Never, Box<dyn std::error::Error>> {
    let Entered { reader, writer, sync, page, init, .. } = entered;
    let start: Start = decode(&init)?;
    let page = Arc::new(page);
    cap_heap(start.memory_bytes, &page);
    let manifest =
        find(&start.plugin).ok_or_else(|| format!("this binary has no plugin `{}`", start.plugin))?;
    let runtime = Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async move {
        let reader = pipe::Receiver::from_owned_fd(reader)?;
        let writer = pipe::Sender::from_owned_fd(writer)?;
        sync.set_nonblocking(true)?;
        let sync = UnixStream::from_std(sync)?;
        let limits = WireLimits { most_bytes: start.most_bytes, ..WireLimits::default() };
        let calls = Arc::new(Calls::new(manifest, page, start.given));
        let (peer, serving) =
            Peer::start(reader, writer, Arc::new(Service(Arc::clone(&calls))), limits.clone());
        calls.connect(&peer);
        let blocking = tokio::spawn(serve_sync(sync, Arc::new(Service(calls)), limits));
        let ended = serving.await;
        blocking.abort();
        Err(io::Error::other(format!("the connection to the host has ended: {ended}")).into())
    })
}
