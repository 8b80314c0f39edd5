use super::check::{CheckedList, LeftOutTool, SourcedTool};
use super::watch::Watch;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long after a failure a source is asked again, unless it says that its list has changed.
const RETRY: Duration = Duration::from_secs(30);

/// The last good list of a source, and whether it is asked for another.
#[derive(Debug)]
pub(super) struct ToolList {
    pub(super) tools: Arc<[SourcedTool]>,
    pub(super) left_out: Vec<LeftOutTool>,
    pub(super) failed: Option<ListFailure>,
    /// The source is to be asked.
    is_stale: bool,
    watch: Option<Arc<Watch>>,
}

/// The failure of the last attempt to list tools.
#[derive(Debug)]
pub(super) struct ListFailure {
    pub(super) why: String,
    retry_at: Instant,
}

/// Whether a source is to be asked for its list now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Due {
    No,
    /// It is asked, and whoever wants the list waits for it.
    Wait,
    /// It failed when it was asked last: it is asked again while nobody waits.
    Behind,
}

impl ToolList {
    /// Makes the list of a source that was never asked.
    pub(super) fn unknown() -> Self {
        Self { tools: Arc::default(), left_out: Vec::new(), failed: None, is_stale: true, watch: None }
    }

    pub(super) fn due(&self) -> Due {
        match &self.failed {
            _ if !self.is_stale => Due::No,
            None => Due::Wait,
            Some(failure) if Instant::now() >= failure.retry_at => Due::Behind,
            Some(_) => Due::No,
        }
    }

    /// Notes that the source is asked; whatever changes from now on makes the answer stale.
    pub(super) fn begin(&mut self) {
        self.is_stale = false;
    }

    pub(super) fn watch(&self) -> Option<Arc<Watch>> {
        self.watch.clone()
    }

    /// Watches for the next change instead of the last one, whose watch is returned.
    pub(super) fn replace_watch(&mut self, watch: Watch) -> Option<Arc<Watch>> {
        self.watch.replace(Arc::new(watch))
    }

    /// Notes that the source has said that its list has changed.
    pub(super) fn change(&mut self) {
        self.is_stale = true;
        self.failed = None;
    }

    /// Takes a new list, and returns which of its tools are left out that were not before.
    pub(super) fn replace(&mut self, checked: CheckedList) -> Vec<LeftOutTool> {
        let CheckedList { tools, left_out } = checked;
        let new = left_out.iter().filter(|tool| !self.left_out.contains(tool)).cloned().collect();
        self.tools = tools.into();
        self.left_out = left_out;
        self.failed = None;
        new
    }

    /// Notes that there is no new list; the last one stays.
    pub(super) fn fail(&mut self, why: String) {
        self.is_stale = true;
        self.failed = Some(ListFailure { why, retry_at: Instant::now() + RETRY });
    }
}
