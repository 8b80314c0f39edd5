use super::account::Account;
use crate::fault::{Fault, FaultKind, FaultSink};
use crate::lock::lock;
use crate::origin::{HookOrigin, PluginCode};
use std::sync::Mutex;
use std::time::Duration;

/// Code that can be polled: what a report says of it, and where the report goes.
#[derive(Debug, Clone)]
pub(crate) struct Watched {
    pub(crate) code: PluginCode,
    /// The hook's point; empty for other code.
    pub(crate) point: &'static str,
    pub(crate) origin: HookOrigin,
    pub(crate) timeout: Duration,
    pub(crate) sink: FaultSink,
}

impl Watched {
    fn is_same(&self, other: &Self) -> bool {
        self.code == other.code
            && self.point == other.point
            && self.origin == other.origin
            && self.sink.is_same(&other.sink)
    }
}

static WATCHED: Mutex<Vec<Watched>> = Mutex::new(Vec::new());

/// Returns the serial that slots hold, from 1; the same code of the same live set keeps its serial.
pub(crate) fn watch(code: Watched) -> u32 {
    let mut all = lock(&WATCHED);
    let known = all.iter().position(|entry| entry.is_same(&code));
    let free = || all.iter().position(|entry| entry.sink.is_closed());
    let index = known.or_else(free).unwrap_or(all.len());
    let serial = u32::try_from(index + 1).unwrap_or(0);
    if known.is_none() {
        Account::of(code.origin.plugin).assign(serial);
    }
    if index == all.len() {
        all.push(code);
    } else {
        all[index] = code;
    }
    serial
}

/// Reports a fault of the code that has a serial.
pub(crate) fn report(serial: u32, kind: FaultKind, message: String) {
    let _ = report_fault(serial, kind, message);
}

/// Reports a fault of the code that has a serial; returns the plugin, the fault and where it went.
pub(super) fn report_fault(
    serial: u32,
    kind: FaultKind,
    message: String,
) -> Option<(&'static str, Fault, FaultSink)> {
    let watched = index(serial).and_then(|index| lock(&WATCHED).get(index).cloned())?;
    let mut fault = Fault::new(watched.point, watched.origin, kind, message);
    fault.code = watched.code;
    watched.sink.report(fault.clone());
    Some((watched.origin.plugin, fault, watched.sink))
}

/// Returns how long the code that has a serial may take.
pub(super) fn timeout(serial: u32) -> Option<Duration> {
    Some(lock(&WATCHED).get(index(serial)?)?.timeout)
}

fn index(serial: u32) -> Option<usize> {
    (serial as usize).checked_sub(1)
}
