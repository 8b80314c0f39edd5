//! The built-in hook points and their events, in the order of a turn.

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
    Attachment, AttachmentDescribe, Attachments, Context, ContextProvide, Message, MessageReceived,
    MessageRole, MessageSent,
};
pub use model::{
    Delta, Finish, ModelAfter, ModelBefore, ModelDelta, ModelExhausted, ModelFallback, ModelRateLimit,
    ModelRequest, ModelResponse, ModelRetry, ModelThinking, ModelUsage, ModelWrap, Usage,
};
pub use reply::Reply;
pub use request::{End, Inbound, InboundReceived, Request, RequestEnd, RequestIntercept, RequestStart};
pub use schedule::{ScheduleCancelled, ScheduleCreated, ScheduleFired};
pub use session::{SessionEnd, SessionStart, SummaryUpdated};
pub use tool::{
    ToolAfter, ToolBefore, ToolCall, ToolGate, ToolOffer, ToolReport, ToolSelect, ToolSpec, ToolWrap,
};
pub use turn::{ToolTrace, TurnComplete, TurnPersisted};

/// Gives an event, which nobody outside may write out field by field, its constructor.
macro_rules! made_of {
    ($name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        impl $name {
            /// Makes one of what it cannot be without; the rest is empty and can be set.
            #[allow(clippy::needless_update, reason = "some have nothing else")]
            pub fn new($($field: impl Into<$type>),*) -> Self {
                Self { $($field: $field.into(),)* ..Self::default() }
            }
        }
    };
}
pub(crate) use made_of;
