use super::Span;
use schemars::JsonSchema;
use serde::Deserialize;
use std::time::Duration;

/// How much the host does at once.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HostLimits {
    /// How many turns run at once, not counting those that wait for a human; others wait.
    pub turns: u32,
    /// How many messages may wait, in all, before new ones are refused.
    pub waiting: u32,
    /// How long a turn goes on when its sender has left and nobody listens; one that has asked a human goes on.
    pub abandoned: Span,
    /// How long a host that stops waits for its turns.
    pub grace: Span,
    /// How many bytes a message may have.
    pub message_bytes: usize,
}

impl Default for HostLimits {
    fn default() -> Self {
        Self {
            turns: 256,
            waiting: 4096,
            abandoned: Span(Duration::from_secs(10)),
            grace: Span(Duration::from_secs(30)),
            message_bytes: 1 << 20,
        }
    }
}

/// How humans are asked.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ApprovalOptions {
    /// After which time no answer is a no.
    pub expire: Span,
}

impl Default for ApprovalOptions {
    fn default() -> Self {
        Self { expire: Span(Duration::from_mins(10)) }
    }
}

/// How long sessions live, and when they are summarised.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SessionOptions {
    /// After which time without a message a session is closed.
    pub expire: Span,
    /// How many messages a conversation may have before older ones are summarised; 0 for never.
    pub summarise_above: u32,
    /// How many of the last messages stay as they are.
    pub keep: u32,
    /// Whether what hooks do is kept, for `explain`.
    pub trace: bool,
}

impl Default for SessionOptions {
    fn default() -> Self {
        Self { expire: Span(Duration::from_hours(24 * 30)), summarise_above: 80, keep: 20, trace: true }
    }
}
