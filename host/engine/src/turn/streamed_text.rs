use super::agent_run::AgentRun;
use super::stop::Stop;
use crate::feed::Event;
use crate::mutex::lock;
use crate::stuck::empty_lifo_slot;
use hookwire::points::{Delta, ModelDelta};
use std::sync::Mutex;

/// The text of one answer that its readers have seen so far.
#[derive(Debug, Default)]
pub(super) struct StreamedText(Mutex<String>);

impl StreamedText {
    /// Returns the text.
    pub(super) fn text(&self) -> String {
        lock(&self.0).clone()
    }

    pub(super) fn is_empty(&self) -> bool {
        lock(&self.0).is_empty()
    }

    fn push(&self, text: &str) {
        lock(&self.0).push_str(text);
    }

    /// Replaces the text, and returns the one before.
    fn replace(&self, text: &str) -> String {
        std::mem::replace(&mut *lock(&self.0), text.to_owned())
    }
}

impl AgentRun {
    /// Passes a delta through the hooks and shows what they leave of it; returns why one of them stops the stream, if so.
    pub(super) fn push_delta(
        &self,
        text: String,
        last: bool,
        streamed: &StreamedText,
    ) -> Result<Option<String>, Stop> {
        let mut delta = Delta::new(text);
        delta.last = last;
        if self.wiring.chain::<ModelDelta>().is_some() {
            // The connection to the model, which has just been read from, is not to wait for a hook.
            empty_lifo_slot();
        }
        self.wiring.fire_now::<ModelDelta>(&mut delta, &self.cx)?;
        if !delta.text.is_empty() {
            streamed.push(&delta.text);
            self.show(&delta.text);
        }
        Ok(delta.stop)
    }

    /// Shows a text to the readers.
    pub(super) fn show(&self, text: &str) {
        // A member's text is for its lead, not for the readers.
        if self.depth == 0 && !text.is_empty() {
            self.turn.push(Event::Text { text: text.to_owned() });
        }
    }

    /// Takes back what was shown of this answer.
    fn restart(&self) {
        if self.depth == 0 {
            self.turn.push(Event::Restart);
        }
    }

    /// Takes back what was streamed of an answer that broke off, or that a hook asks for again.
    pub(super) fn restart_stream(&self, streamed: &StreamedText) {
        if !streamed.replace("").is_empty() {
            self.restart();
        }
    }

    /// Shows `text` in the place of `shown`.
    pub(super) fn replace_shown(&self, shown: &str, text: &str) {
        if shown != text {
            self.take_back(shown);
            self.show(text);
        }
    }

    /// Takes back an answer, as far as any of it was shown.
    pub(super) fn take_back(&self, shown: &str) {
        if !shown.is_empty() {
            self.restart();
        }
    }

    /// Shows what a streamed answer has become in its end.
    pub(super) fn show_final(&self, text: &str, streamed: &StreamedText) {
        let shown = streamed.replace(text);
        match text.strip_prefix(&*shown) {
            Some(rest) => self.show(rest),
            None => {
                self.restart();
                self.show(text);
            }
        }
    }
}
