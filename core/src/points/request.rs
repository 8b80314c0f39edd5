use super::{Attachment, Reply, made_of};
use crate::{Described, hook_point};
use serde::{Deserialize, Serialize};

/// The arrival of a message on any channel, before anything else happens with it: a hook may change it or drop it.
///
/// * **Point**: `inbound.received`, an [edit](crate::point::Edit) point.
/// * **Event**: [`Inbound`].
/// * **When**: first of all, for every new message: from the terminal, the command line, HTTP, a schedule. Nothing is
///   stored yet. A message that was sent before under the same key fires nothing: its sender hears the first answer.
/// * **A hook may** rewrite the text, add or remove attachments, and drop the message with
///   [`drop_because`](Inbound::drop_because). The context names the session only if the sender did.
/// * **`Err`**: the message is refused: it is not stored, and no further point fires. The sender gets the error; over
///   HTTP that is status 403 with the code `refused` (`dropped` for a dropped message).
/// * **Neighbours**: [`RequestIntercept`] comes next and answers instead of the agent; [`MessageReceived`] sees the
///   message when it is stored and cannot change it any more.
///
/// [`MessageReceived`]: super::MessageReceived
#[hook_point("inbound.received", kind = edit, event = Inbound)]
#[derive(Debug)]
pub struct InboundReceived;

/// A message as it came in.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct Inbound {
    /// The channel on which the message came: `terminal`, `cli`, `http`, `openai`, `schedule`, or a plugin's own.
    pub channel: String,
    /// The text of the message.
    pub text: String,
    /// The files that came with the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// The reason for dropping the message; set by the hook that drops it.
    pub dropped: Option<String>,
}
made_of!(Inbound { channel: String, text: String });

impl Inbound {
    /// Drops the message: nothing else happens with it, and its sender is told the reason.
    pub fn drop_because(&mut self, reason: impl Into<String>) {
        self.dropped = Some(reason.into());
    }
}

/// The chance to answer a request instead of the agent: the first reply of a hook is the answer.
///
/// * **Point**: `request.intercept`, an [answer](crate::point::Answer) point.
/// * **Event**: [`Request`]. **Answer**: [`Reply`].
/// * **When**: after [`InboundReceived`], before the message is stored, and before slash commands are looked at.
/// * **A hook may** return a reply. Then there is no turn, and nothing of the request is in the transcript: only
///   [`RequestStart`], [`MessageSent`] and [`RequestEnd`] still fire, and the request ends as
///   [`Intercepted`](End::Intercepted).
/// * **`Err`**: open unless told otherwise: the fault is reported and the next hook is asked. Where it is closed, the
///   message is refused as at [`InboundReceived`].
/// * **Neighbours**: a [`ModelWrap`] hook that does not call `next` answers one step of a turn, and the turn is stored.
///
/// [`MessageSent`]: super::MessageSent
/// [`ModelWrap`]: super::ModelWrap
#[hook_point("request.intercept", kind = answer, event = Request, outcome = Reply)]
#[derive(Debug)]
pub struct RequestIntercept;

/// A request to the agent: the message as the hooks at [`InboundReceived`] left it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct Request {
    /// The text of the message.
    pub message: String,
    /// The files that came with the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
made_of!(Request { message: String });

/// The beginning of the work on a request.
///
/// * **Point**: `request.start`, an [observe](crate::point::Observe) point.
/// * **Event**: [`Request`].
/// * **When**: when the message's turn begins, which is after the turns of the earlier messages of its session; for a
///   slash command or an intercepted request, at once. It fires again when a turn goes on after a crash.
/// * **A hook may** look; for instance start a clock that stops at [`RequestEnd`].
/// * **`Err`**: open unless told otherwise: the fault is reported, and the request goes on. Where it is closed, a turn
///   ends as [`Refused`](End::Refused), without an answer; a slash command and an intercepted request go on.
/// * **Neighbours**: [`SessionStart`] and [`MessageReceived`] follow, once each; this one fires for each start.
///
/// [`SessionStart`]: super::SessionStart
/// [`MessageReceived`]: super::MessageReceived
#[hook_point("request.start", kind = observe, event = Request)]
#[derive(Debug)]
pub struct RequestStart;

/// The end of a request, however it ended.
///
/// * **Point**: `request.end`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: last of all in a request, after the end was handed to the client, which never waits for these hooks. The
///   session's next message does.
/// * **A hook may** look: stop a clock, count, write a report.
/// * **`Err`**: the fault is reported; the request is over in any case.
/// * **Neighbours**: [`TurnComplete`] fires just before, for turns only, and has the answer and the tool calls; this one
///   fires for slash commands and intercepted requests too.
///
/// [`TurnComplete`]: super::TurnComplete
#[hook_point("request.end", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RequestEnd {
    /// How the request ended.
    pub end: End,
    /// The error, if the request did not succeed.
    pub error: Option<String>,
    /// The duration of the request, in milliseconds.
    pub duration_ms: u64,
}
made_of!(RequestEnd { end: End });

/// How a request, a turn or the work of a member ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Described)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum End {
    /// There is an answer.
    #[default]
    Completed,
    /// A hook answered instead of the agent.
    Intercepted,
    /// A hook refused it.
    Refused,
    /// An error ended it.
    Failed,
    /// It was cancelled, or nobody waited for the answer any more.
    Cancelled,
    /// It used up its steps, tool calls, tokens, reviews or time.
    Limited,
}
