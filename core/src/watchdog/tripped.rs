use crate::fault::FaultSink;
use crate::lock::lock;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The plugins whose code is not called any more, each with its live set.
static TRIPPED: Mutex<Vec<(FaultSink, &'static str)>> = Mutex::new(Vec::new());
/// How many there are, so that one load tells that there is none.
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// Notes that no code of a plugin is to be called any more, hooks excepted, which have their breakers.
pub(crate) fn trip(sink: &FaultSink, plugin: &'static str) {
    let mut tripped = lock(&TRIPPED);
    tripped.retain(|(of, id)| !of.is_closed() && (!of.is_same(sink) || *id != plugin));
    tripped.push((sink.clone(), plugin));
    COUNT.store(tripped.len(), Ordering::Release);
}

/// Notes that the code of a plugin may be called again.
pub(crate) fn untrip(sink: &FaultSink, plugin: &str) {
    if COUNT.load(Ordering::Acquire) == 0 {
        return;
    }
    let mut tripped = lock(&TRIPPED);
    tripped.retain(|(of, id)| !of.is_closed() && (!of.is_same(sink) || *id != plugin));
    COUNT.store(tripped.len(), Ordering::Release);
}

/// Returns whether the code of a plugin is not to be called.
pub(crate) fn is_tripped(sink: &FaultSink, plugin: &str) -> bool {
    COUNT.load(Ordering::Acquire) > 0
        && lock(&TRIPPED).iter().any(|(of, id)| of.is_same(sink) && *id == plugin)
}
