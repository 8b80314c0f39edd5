use crate::config::Config;
use crate::counter::MessageCounter;
use crate::preview::preview;
use crate::webhook;
use hookwire::points::{MessageReceived, MessageSent, TurnComplete};
use hookwire::{Cx, Result, plugin};

/// The plugin `message-logger`.
#[derive(Debug)]
pub struct MessageLogger {
    config: Config,
    received: MessageCounter,
    sent: MessageCounter,
}

/// Logs and counts the messages of users and the replies of the agent.
#[plugin(id = "message-logger", name = "Message logger", capabilities = [net])]
impl MessageLogger {
    #[init]
    fn new(config: Config) -> Self {
        Self { config, received: MessageCounter::default(), sent: MessageCounter::default() }
    }

    #[hook("message.received")]
    fn log_message(&self, message: &MessageReceived, cx: &Cx) {
        self.log("message", self.received.add(), &message.text, cx);
    }

    #[hook("message.sent")]
    fn log_reply(&self, reply: &MessageSent, cx: &Cx) {
        self.log("reply", self.sent.add(), &reply.text, cx);
    }

    #[hook("turn.complete")]
    async fn log_turn(&self, turn: &TurnComplete, cx: &Cx) -> Result<()> {
        cx.info(format!("a turn ended after {} ms", turn.duration_ms));
        match &self.config.webhook_url {
            Some(url) if url.expose().trim().is_empty() => {
                cx.warn("the turn is not posted: `webhook_url` is empty");
            }
            Some(url) => {
                webhook::post(url, turn, cx).await?;
                cx.info("the turn was posted to the webhook");
            }
            None => cx.info("the turn is not posted: no `webhook_url` is set"),
        }
        Ok(())
    }

    /// Shows how many messages have come in.
    #[command("/messages")]
    fn count(&self) -> String {
        match self.received.total() {
            1 => "1 message so far".into(),
            count => format!("{count} messages so far"),
        }
    }
}

impl MessageLogger {
    /// Logs one message of a direction, unless its number is below `min_count`.
    fn log(&self, direction: &str, number: u64, text: &str, cx: &Cx) {
        if number < self.config.min_count {
            return;
        }
        let session = cx.identity().session.as_deref().unwrap_or("no session");
        let text = preview(text, self.config.preview);
        cx.info(format!("{direction} {number} ({session}): {text}"));
    }
}
