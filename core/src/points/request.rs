use super::{Attachment, Reply, made_of};
use crate::hook_point;
use serde::{Deserialize, Serialize};

/// Fired first of all for any message on any channel; a hook may change it or drop it.
#[hook_point("inbound.received", kind = edit, event = Inbound)]
#[derive(Debug)]
pub struct InboundReceived;

/// A message as it came in.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Inbound {
    /// Where it came from: `http`, `terminal`, a plugin's channel.
    pub channel: String,
    /// What it says.
    pub text: String,
    /// The files that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Set by a hook that drops it, to the reason.
    pub dropped: Option<String>,
}
made_of!(Inbound { channel: String, text: String });

impl Inbound {
    /// Drops the message: nothing else happens with it.
    pub fn drop_because(&mut self, reason: impl Into<String>) {
        self.dropped = Some(reason.into());
    }
}

/// Fired before anything else runs; an answer takes the agent's place, for chat and stream alike.
#[hook_point("request.intercept", kind = answer, event = Request, outcome = Reply)]
#[derive(Debug)]
pub struct RequestIntercept;

/// What somebody wants of the agent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Request {
    /// What they say.
    pub message: String,
    /// The files that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
made_of!(Request { message: String });

/// Fired when a request begins.
#[hook_point("request.start", kind = observe, event = Request)]
#[derive(Debug)]
pub struct RequestStart;

/// Fired when a request is over, in every case.
#[hook_point("request.end", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RequestEnd {
    /// How it ended.
    pub end: End,
    /// What went wrong, if something did.
    pub error: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}
made_of!(RequestEnd { end: End });

/// How something ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum End {
    /// As it should.
    #[default]
    Completed,
    /// A hook answered in the agent's place.
    Intercepted,
    /// A hook refused it.
    Refused,
    /// Something went wrong.
    Failed,
    /// Nobody waited for it any more.
    Cancelled,
    /// It used up its steps, its tokens or its time.
    Limited,
}
