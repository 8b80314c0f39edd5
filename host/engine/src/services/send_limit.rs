use crate::mutex::lock;
use hookwire::cx::{Outbox, OutboxError};
use std::collections::{HashMap, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The time within which a plugin may send so many messages.
const WINDOW: Duration = Duration::from_mins(1);

/// The limit of how often plugins send messages.
#[derive(Debug, Default)]
pub(crate) struct SendLimit(Mutex<HashMap<&'static str, VecDeque<Instant>>>);

impl SendLimit {
    /// Counts a message of a plugin, unless it has sent too many.
    pub(crate) fn take(&self, plugin: &'static str, now: Instant) -> Result<(), OutboxError> {
        let mut plugins = lock(&self.0);
        let sent = plugins.entry(plugin).or_default();
        while sent.front().is_some_and(|at| now.saturating_duration_since(*at) >= WINDOW) {
            sent.pop_front();
        }
        if sent.len() >= Outbox::MOST_A_MINUTE {
            return Err(OutboxError::TooMany { plugin: plugin.into() });
        }
        sent.push_back(now);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{SendLimit, WINDOW};
    use hookwire::cx::Outbox;
    use std::time::Instant;

    #[test]
    fn each_plugin_may_send_so_many_messages_within_a_minute() {
        let (limit, now) = (SendLimit::default(), Instant::now());
        for _ in 0..Outbox::MOST_A_MINUTE {
            assert!(limit.take("one", now).is_ok());
        }
        assert!(limit.take("one", now).is_err() && limit.take("other", now).is_ok());
        assert!(limit.take("one", now + WINDOW).is_ok());
    }
}
