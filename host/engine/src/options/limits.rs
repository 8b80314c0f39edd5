use super::HumanDuration;
use schemars::JsonSchema;
use serde::Deserialize;
use std::time::Duration;

/// The limits of the whole host: `[limits]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HostLimits {
    /// The most turns that run at the same time, not counting those that wait for a human; others wait.
    pub turns: u32,
    /// The most messages that may wait; further ones are refused.
    pub waiting: u32,
    /// How long a turn runs on after its sender has disconnected and nobody listens; one that has asked a human runs on.
    pub abandoned: HumanDuration,
    /// How long a stopping host waits for its turns.
    pub grace: HumanDuration,
    /// The most bytes of a message.
    pub message_bytes: usize,
}

impl Default for HostLimits {
    fn default() -> Self {
        Self {
            turns: 256,
            waiting: 4096,
            abandoned: HumanDuration(Duration::from_secs(10)),
            grace: HumanDuration(Duration::from_secs(30)),
            message_bytes: 1 << 20,
        }
    }
}
