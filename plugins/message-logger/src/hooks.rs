use crate::Config;
use hookwire::points::{MessageReceived, TurnComplete};
use hookwire::{Cx, plugin};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Logs and counts messages.
#[derive(Debug)]
pub struct MessageLogger {
    config: Config,
    seen: AtomicU64,
    told: AtomicBool,
}

/// Logs every message, counts them, and says once if no webhook is set.
#[plugin(id = "message-logger", name = "Message logger")]
impl MessageLogger {
    #[init]
    fn new(config: Config) -> Self {
        Self { config, seen: AtomicU64::new(0), told: AtomicBool::new(false) }
    }

    #[hook("message.received")]
    fn log(&self, message: &MessageReceived, cx: &Cx) {
        let count = self.seen.fetch_add(1, Ordering::Relaxed) + 1;
        if count < self.config.min_count {
            return;
        }
        let from = cx.identity().session.as_deref().unwrap_or("no session");
        let text = preview(&message.text, self.config.preview);
        cx.info(format!("message {count} ({from}): {text}"));
    }

    #[hook("turn.complete")]
    fn announce(&self, turn: &TurnComplete, cx: &Cx) {
        match &self.config.webhook_url {
            _ if self.told.swap(true, Ordering::Relaxed) => {}
            Some(_) => cx.warn("`webhook_url` is set, but this host cannot post yet: turns are only logged"),
            None => cx.info("no `webhook_url` is set, so finished turns are announced to nobody"),
        }
        cx.info(format!("a turn ended after {} ms", turn.duration_ms));
    }

    /// Says how many messages have come in.
    #[command("/messages")]
    fn count(&self) -> String {
        match self.seen.load(Ordering::Relaxed) {
            1 => "1 message so far".into(),
            count => format!("{count} messages so far"),
        }
    }
}

/// Shortens a text to a number of characters, on one line.
fn preview(text: &str, limit: usize) -> String {
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(limit).collect();
    if text.chars().count() > limit { line + "…" } else { line }
}
