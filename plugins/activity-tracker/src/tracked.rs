use crate::activity::{Activity, What};
use crate::foreground::Foreground;
use crate::journal::Journal;
use crate::report::Report;
use hookwire::Cx;

/// What has happened, and what is worked on: shared by the hooks, the task that writes, and whoever shows it.
#[derive(Debug)]
pub(crate) struct Tracked {
    pub(crate) journal: Journal,
    pub(crate) foreground: Foreground,
}

impl Tracked {
    pub(crate) fn new(keep: usize) -> Self {
        Self { journal: Journal::new(keep), foreground: Foreground::default() }
    }

    /// Records what has happened at this moment.
    pub(crate) fn record(&self, what: What, cx: &Cx) {
        self.journal.record(Activity::now(what, cx));
    }

    /// Returns what whoever asks may see, with at most so many activities.
    pub(crate) fn report(&self, most: usize, cx: &Cx) -> Report {
        Report::new(&self.journal.seen_by(cx), self.foreground.count(cx), most, cx)
    }
}
