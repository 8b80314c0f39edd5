use super::{AgentRun, Stop};
use crate::agent::Event;
use hookwire::points::{Delta, ModelDelta};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What people have seen of one answer so far.
#[derive(Debug, Default)]
pub(super) struct Shown(Mutex<String>);

impl Shown {
    pub(super) fn text(&self) -> MutexGuard<'_, String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AgentRun {
    /// Lets a piece pass the hooks and shows what they leave of it; returns whether one of them stops the stream.
    pub(super) fn piece(&self, text: String, last: bool, shown: &Shown) -> Result<Option<String>, Stop> {
        let mut delta = Delta::new(text);
        delta.last = last;
        self.wiring.fire_now::<ModelDelta>(&mut delta, &self.cx)?;
        if !delta.text.is_empty() {
            shown.text().push_str(&delta.text);
            self.show(&delta.text);
        }
        Ok(delta.stop)
    }

    /// Shows a text as it is.
    pub(super) fn show(&self, text: &str) {
        // What a member says is for its lead, not for the person.
        if self.depth == 0 && !text.is_empty() {
            self.shared.feed.push(Event::Text { text: text.to_owned() });
        }
    }

    /// Takes back what was shown of this answer.
    pub(super) fn restart(&self) {
        if self.depth == 0 {
            self.shared.feed.push(Event::Restart);
        }
    }

    /// Shows another text in the place of one that was shown.
    pub(super) fn replace(&self, seen: &str, text: &str) {
        if seen != text {
            self.restart();
            self.show(text);
        }
    }

    /// Makes what was shown equal to what it has become.
    pub(super) fn settle(&self, text: &str, shown: &Shown) {
        let mut seen = shown.text();
        match text.strip_prefix(&**seen) {
            Some(rest) => self.show(rest),
            None => {
                self.restart();
                self.show(text);
            }
        }
        text.clone_into(&mut seen);
    }
}
