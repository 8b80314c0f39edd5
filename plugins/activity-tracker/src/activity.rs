use crate::owner::Owner;
use hookwire::Cx;
use hookwire::points::End;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

/// Something that has happened: who, when and what, and no text of a message or a tool.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Activity {
    /// In milliseconds since 1970.
    pub(crate) at: u64,
    pub(crate) owner: Owner,
    pub(crate) session: Option<String>,
    pub(crate) what: What,
}

/// What has happened.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum What {
    SessionBegan,
    SessionEnded { expired: bool },
    TurnBegan { turn: Option<u64> },
    TurnEnded { turn: Option<u64>, end: End, duration_ms: u64 },
    ToolCalled { tool: String, failed: bool, duration_ms: u64 },
}

impl Activity {
    /// Makes an activity of this moment, of whoever the request speaks for.
    pub(crate) fn now(what: What, cx: &Cx) -> Self {
        let session = cx.identity().session.clone();
        Self { at: millis(cx.now()), owner: Owner::of(cx), session, what }
    }
}

/// Returns a time in milliseconds since 1970.
pub(crate) fn millis(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |turn: &Option<u64>| turn.map(|turn| format!(" {turn}")).unwrap_or_default();
        match self {
            Self::SessionBegan => f.write_str("a session began"),
            Self::SessionEnded { expired: false } => f.write_str("a session ended"),
            Self::SessionEnded { expired: true } => f.write_str("a session expired"),
            Self::TurnBegan { turn } => write!(f, "turn{} began", number(turn)),
            Self::TurnEnded { turn, end, duration_ms } => {
                let end = format!("{end:?}").to_lowercase();
                write!(f, "turn{} ended: {end}, {duration_ms} ms", number(turn))
            }
            Self::ToolCalled { tool, failed, duration_ms } => {
                let failed = if *failed { " failed" } else { "" };
                write!(f, "tool `{tool}`{failed}: {duration_ms} ms")
            }
        }
    }
}
