use super::{Message, made_of};
use crate::hook_point;
use serde::{Deserialize, Serialize};

/// The first turn of a session.
///
/// * **Point**: `session.start`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: in a session's first turn, after [`RequestStart`] and before [`MessageReceived`]. At least once: if the
///   host dies before it has noted that the hooks ran, they run again when the turn goes on.
/// * **A hook may** look, and prepare what it wants to have for this session.
/// * **`Err`**: open unless told otherwise: the fault is reported, and the turn goes on. Where it is closed, the turn ends
///   as [`Refused`](super::End::Refused).
/// * **Neighbours**: [`RequestStart`] fires for each request, this point for the first of a session only.
///
/// [`RequestStart`]: super::RequestStart
/// [`MessageReceived`]: super::MessageReceived
#[hook_point("session.start", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SessionStart {
    /// The id of the session.
    pub session: String,
}
made_of!(SessionStart { session: String });

/// The end of a session: it was closed, or it has expired.
///
/// * **Point**: `session.end`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: when a session is closed by `/new`, over HTTP or because it served one request only (OpenAI's API), and
///   when it had no message for `sessions.expire`. Once for a session, and outside of its turns. Deleting what is stored
///   of a closed session fires nothing.
/// * **A hook may** look, and release what it holds for the session.
/// * **`Err`**: the fault is reported; the session is closed in any case.
/// * **Neighbours**: [`RequestEnd`](super::RequestEnd) ends one request of a session, this point the session.
#[hook_point("session.end", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SessionEnd {
    /// The id of the session.
    pub session: String,
    /// Whether the session expired; otherwise somebody closed it.
    pub expired: bool,
}
made_of!(SessionEnd { session: String });

/// The new summary of a long session, which stands for its older messages from now on.
///
/// * **Point**: `summary.updated`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: after a turn, behind [`RequestEnd`], if the session has more messages than `sessions.summarise_above`; and
///   when a plugin calls `cx.sessions().summarise(..)`. The model that writes the summary is asked through [`ModelBefore`],
///   [`ModelWrap`] and [`ModelAfter`] like for any step.
/// * **A hook may** look; to change a summary, hook [`ModelAfter`].
/// * **`Err`**: the fault is reported; the summary is stored already.
/// * **Neighbours**: [`TurnPersisted`] tells that a turn is stored, this point that older turns are now read as a summary.
///
/// [`RequestEnd`]: super::RequestEnd
/// [`ModelBefore`]: super::ModelBefore
/// [`ModelWrap`]: super::ModelWrap
/// [`ModelAfter`]: super::ModelAfter
/// [`TurnPersisted`]: super::TurnPersisted
#[hook_point("summary.updated", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SummaryUpdated {
    /// The id of the session.
    pub session: String,
    /// The text of the summary.
    pub summary: String,
    /// The sequence number, in the session, of the last message that the summary stands for.
    pub messages: u64,
    /// The later messages, which the agent goes on reading as they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tail: Vec<Message>,
}
made_of!(SummaryUpdated { session: String, summary: String });
