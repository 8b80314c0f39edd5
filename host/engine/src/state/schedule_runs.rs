use super::in_flight::{InFlight, InFlightGuard};
use crate::mutex::lock;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many methods of one plugin run by the clock at the same time; further ones wait, and hold up no other plugin's.
const AT_ONCE: usize = 16;

/// The runs of methods by the clock that wait or are under way.
#[derive(Debug, Default)]
pub(crate) struct ScheduleRuns {
    parts: Mutex<Parts>,
    in_flight: InFlight,
}

#[derive(Debug, Default)]
struct Parts {
    /// The ids of their schedules.
    schedules: HashSet<String>,
    /// The room for the runs of each plugin.
    rooms: HashMap<String, Arc<Semaphore>>,
}

/// A run that waits or is under way, until this is dropped.
#[derive(Debug)]
pub(crate) struct ScheduleRun {
    schedule: String,
    room: Arc<Semaphore>,
    _in_flight: InFlightGuard,
}

impl ScheduleRuns {
    /// Begins a run, unless one of the same schedule waits or is under way; tell its end with [`end`](Self::end).
    pub(crate) fn begin(&self, schedule: &str, plugin: &str) -> Option<ScheduleRun> {
        let mut parts = lock(&self.parts);
        if !parts.schedules.insert(schedule.to_owned()) {
            return None;
        }
        let room = parts.rooms.entry(plugin.to_owned());
        let room = Arc::clone(room.or_insert_with(|| Arc::new(Semaphore::new(AT_ONCE))));
        Some(ScheduleRun { schedule: schedule.to_owned(), room, _in_flight: self.in_flight.enter() })
    }

    /// Ends a run.
    pub(crate) fn end(&self, run: ScheduleRun) {
        lock(&self.parts).schedules.remove(&run.schedule);
        drop(run);
    }

    /// Waits until no run waits or is under way.
    pub(crate) async fn wait_until_idle(&self) {
        // The sender lives as long as `self`.
        let _ = self.in_flight.subscribe().wait_for(|count| *count == 0).await;
    }
}

impl ScheduleRun {
    /// Waits until the plugin has room for another run.
    pub(crate) async fn room(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.room).acquire_owned().await.ok()
    }
}
