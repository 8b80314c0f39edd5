use super::{End, ToolReport, made_of};
use crate::{Described, hook_point};
use serde::{Deserialize, Serialize};

/// The storing of a finished turn: from here on its messages and its end are in the store.
///
/// * **Point**: `turn.persisted`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: after [`AgentAfter`], when the turn's messages and its end are in the store, whatever the end was. If the
///   store fails for a while, it fires when storing succeeds. At least once: if the host dies before it has noted that the
///   hooks ran, they run again with the next start.
/// * **A hook may** look, and read the turn from the store.
/// * **`Err`**: the fault is reported; the turn is stored already.
/// * **Neighbours**: [`MessageSent`] and [`TurnComplete`] follow. The client has its end already, and waits for none of them.
///
/// [`AgentAfter`]: super::AgentAfter
/// [`MessageSent`]: super::MessageSent
#[hook_point("turn.persisted", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TurnPersisted {
    /// The number of the turn in its session, from 1.
    pub turn: u64,
}
made_of!(TurnPersisted { turn: u64 });

/// The end of a turn, with its answer and every tool call.
///
/// * **Point**: `turn.complete`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: after [`TurnPersisted`] and [`MessageSent`], on every path: also when the turn failed, was refused or
///   cancelled. The client has its end already and never waits for these hooks; the session's next message does.
/// * **A hook may** look: bill, learn, write an audit.
/// * **`Err`**: the fault is reported; the turn is over in any case.
/// * **Neighbours**: [`RequestEnd`] follows, also for requests without a turn, and knows only how they ended.
///
/// [`MessageSent`]: super::MessageSent
/// [`RequestEnd`]: super::RequestEnd
#[hook_point("turn.complete", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TurnComplete {
    /// The final answer; empty if there is none.
    pub response: String,
    /// Every tool call of the turn, those of members and plugins included.
    pub tools: Vec<ToolTrace>,
    /// How the turn ended.
    pub end: End,
    /// The error, if the turn did not succeed.
    pub error: Option<String>,
    /// The duration of the turn, in milliseconds.
    pub duration_ms: u64,
    /// How long models showed their reasoning, from its first piece to what came behind it, in milliseconds.
    #[serde(default)]
    pub thinking_ms: u64,
}
made_of!(TurnComplete { response: String, end: End });

/// A tool call that was made in a turn.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct ToolTrace {
    /// The call and its result.
    pub report: ToolReport,
    /// The duration of the call, in milliseconds, with the time that a human took to allow it.
    pub duration_ms: u64,
}
made_of!(ToolTrace { report: ToolReport });
