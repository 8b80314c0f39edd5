use crate::process::{Exit, Page, Reason, Slot};
use crate::wire::WireError;

/// The death of a process: why, and in which call.
#[derive(Debug, Clone)]
pub(super) struct Death {
    /// How it ended, for people.
    pub(super) why: String,
    /// The context of the call that was polled.
    guilty: Option<u64>,
    /// Whether a call that was not polled may be made once more in another process.
    may_be_replayed: bool,
}

impl Death {
    pub(super) fn of(exit: Exit, page: &Page, connection: &WireError, killed_for: Option<String>) -> Self {
        let broken = matches!(connection, WireError::Protocol(_));
        let why = match (killed_for, page.reason()) {
            (Some(why), _) => format!("its process was killed: {why}"),
            (None, Some(Reason::HeapCap)) => {
                "its process ended: its heap reached the limit (`limits.memory_bytes`)".into()
            }
            (None, _) if broken => format!("its process was killed: {connection}"),
            (None, _) => format!("its process ended: {exit}"),
        };
        // Who broke the protocol is known to nobody.
        Self { why, guilty: page.polled(Slot::Main), may_be_replayed: !broken }
    }

    /// Returns whether a call of this context had no part in the death, as far as can be known.
    pub(super) fn is_innocent(&self, context: u64) -> bool {
        self.may_be_replayed && self.guilty != Some(context)
    }
}

impl Death {
    /// Makes a death that nobody has seen.
    pub(super) fn unknown() -> Self {
        Self { why: "its process ended".into(), guilty: None, may_be_replayed: false }
    }
}
