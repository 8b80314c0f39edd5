//! The built-in hook points and their events.
//!
//! The points of a turn, in the order in which they fire. Those in brackets fire only where there is a reason:
//!
//! ```text
//! inbound.received -> request.intercept                                     a message comes in, and is stored
//!   request.start -> (session.start) -> message.received                    its turn begins
//!   (attachment.describe) -> context.provide -> agent.before                what the agent knows
//!   each step:
//!     tool.select -> model.before -> model.wrap[ (model.thinking) model.delta.. model.usage ] -> model.after
//!     each tool call of the step:
//!       tool.before -> tool.gate -> (approval.requested -> approval.resolved) -> tool.wrap[ the tool ] -> tool.after
//!   answer.review                                                           sent back: another step
//!   agent.after -> turn.persisted                                           the turn is stored
//!   [the client has its end]
//!   message.sent -> turn.complete -> request.end -> (summary.updated)
//! ```
//!
//! Each point's page says when it fires, what a hook may do, what an error does, and how the point differs from its
//! neighbours. An error, a panic and a time-out of a hook are the same thing, a fault. What a fault does depends on the
//! hook's failure policy, which its author declares (`on_failure = ".."`) and the operator may change:
//!
//! | kind | unless told otherwise | a fault of a closed hook | a fault of an open hook |
//! |---|---|---|---|
//! | observe | open | the other hooks run; then as the point says | reported; after five in a row the hook rests for 30 s |
//! | edit | closed | refuses the operation; the other hooks do not run | its changes are undone, and the next hook runs |
//! | gate | closed | is a deny | its opinion does not count |
//! | answer | open | refuses the operation | the next hook is asked |
//! | collect | open | refuses the operation | the items of the others count |
//! | wrap | closed | is the error of the operation | the rest runs without the hook, unless the hook has called `next` |
//!
//! Every fault is reported at [`PluginFault`], with plugin, method, file and line.

mod agent;
mod approval;
mod host;
mod message;
mod model;
mod reply;
mod request;
mod schedule;
mod session;
mod tool;
mod turn;

pub use agent::{AgentAfter, AgentBefore, AgentState, AnswerReview, Review, SubagentEnd, SubagentStart};
pub use approval::{ApprovalRequested, ApprovalResolved, Decision};
pub use host::{HostStart, HostStop, PluginFault};
pub use message::{
    Attachment, AttachmentDescribe, Attachments, Context, ContextProvide, Message, MessageFile,
    MessageReceived, MessageRole, MessageSent,
};
pub use model::{
    Delta, Finish, ModelAfter, ModelBefore, ModelDelta, ModelErrorKind, ModelExhausted, ModelFallback,
    ModelRateLimit, ModelRequest, ModelResponse, ModelRetry, ModelThinking, ModelUsage, ModelWrap, Usage,
};
pub use reply::Reply;
pub use request::{End, Inbound, InboundReceived, Request, RequestEnd, RequestIntercept, RequestStart};
pub use schedule::{ScheduleCancelled, ScheduleCreated, ScheduleFired};
pub use session::{SessionEnd, SessionStart, SummaryUpdated};
pub use tool::{
    ToolAfter, ToolBefore, ToolCall, ToolGate, ToolOffer, ToolReport, ToolSelect, ToolSpec, ToolWrap,
};
pub use turn::{ToolTrace, TurnComplete, TurnPersisted};

/// Implements the constructor of an event, which is `non_exhaustive` and cannot be written out by other crates.
macro_rules! made_of {
    ($name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        impl $name {
            /// Creates the event from its required fields; the other fields are empty and can be set.
            #[allow(clippy::needless_update, reason = "some have nothing else")]
            pub fn new($($field: impl Into<$type>),*) -> Self {
                Self { $($field: $field.into(),)* ..Self::default() }
            }
        }
    };
}
pub(crate) use made_of;
