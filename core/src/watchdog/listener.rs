use super::overrun::Overrun;
use crate::lock::lock;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

/// Something that the watchdog tells its listeners.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum WatchdogEvent<'a> {
    /// Code of some plugin keeps a thread for a moment already, which may be the one that the runtime's timers and sockets
    /// waited on: a task that is spawned now has another thread take them over. Told again while it lasts.
    Stall,
    /// Code keeps a thread past its time-out and the grace.
    Overrun(&'a Overrun),
    /// The code of an overrun has returned after all.
    Returned(&'a Overrun),
}

type Listen = dyn Fn(WatchdogEvent<'_>) + Send + Sync;

/// Listeners, each with its number.
type Listeners = Vec<(u64, Arc<Listen>)>;

/// The listeners, each with its number, and the number of the next one.
static LISTENERS: Mutex<(Listeners, u64)> = Mutex::new((Vec::new(), 0));

/// A listener of the watchdog, until this is dropped.
#[must_use = "nobody listens once it is dropped"]
pub struct WatchdogListener(u64);

impl WatchdogListener {
    /// Adds a listener, which is called on the watchdog's own thread and must not block.
    pub(super) fn add(listen: impl Fn(WatchdogEvent<'_>) + Send + Sync + 'static) -> Self {
        let mut listeners = lock(&LISTENERS);
        let (all, next) = &mut *listeners;
        let number = *next;
        *next += 1;
        all.push((number, Arc::new(listen)));
        Self(number)
    }
}

impl Drop for WatchdogListener {
    fn drop(&mut self) {
        let mut listeners = lock(&LISTENERS);
        let place = listeners.0.iter().position(|(number, _)| *number == self.0);
        let removed = place.map(|place| listeners.0.swap_remove(place));
        // Behind the lock: it may be the last owner of what it holds.
        drop(listeners);
        drop(removed);
    }
}

impl fmt::Debug for WatchdogListener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WatchdogListener").field(&self.0).finish()
    }
}

/// Tells every listener; one that panics is left alone.
pub(super) fn tell(event: WatchdogEvent<'_>) {
    let listeners: Vec<_> = lock(&LISTENERS).0.iter().map(|(_, listen)| Arc::clone(listen)).collect();
    for listen in listeners {
        if catch_unwind(AssertUnwindSafe(|| listen(event))).is_err() {
            tracing::error!("a listener of the watchdog panicked");
        }
    }
}
