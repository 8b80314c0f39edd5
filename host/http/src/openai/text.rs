use hookwire_engine::Event;
use serde::Serialize;
use utoipa::ToSchema;

/// The separator of the texts of two steps, between which the agent called tools.
const SEPARATOR: &str = "\n\n";
/// The line before an answer that begins again and differs from what was sent.
const RESTARTED: &str = "\n\n[the answer broke off; it comes again from its beginning]\n\n";

/// The number of tokens that an answer used.
#[allow(clippy::struct_field_names, reason = "the names are OpenAI's")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Usage {
    /// The number of tokens read by all model calls of the turn.
    prompt_tokens: u64,
    /// The number of tokens written by all model calls of the turn.
    completion_tokens: u64,
    /// The sum of both.
    total_tokens: u64,
}

/// The text of a turn as it is sent to a client to which text can only be appended.
#[derive(Debug, Default)]
pub(super) struct AppendOnlyText {
    /// The text of this step that was sent.
    step: String,
    /// The text of this step since it began again, as long as it is the same as what was sent.
    again: Option<String>,
    /// Whether a step with text has ended, so that a separator comes before the next text.
    separate: bool,
    usage: Usage,
}

impl AppendOnlyText {
    /// Returns the usage of the model calls so far.
    pub(super) fn usage(&self) -> Usage {
        self.usage
    }

    /// Takes an event in, and returns the text to be sent for it.
    pub(super) fn push(&mut self, event: &Event) -> Option<String> {
        match event {
            Event::Text { text } => self.text(text),
            Event::Restart => {
                self.again = Some(String::new());
                None
            }
            Event::Call { .. } => self.end_step(),
            Event::Usage { input_tokens, output_tokens, .. } => {
                self.usage.prompt_tokens += input_tokens;
                self.usage.completion_tokens += output_tokens;
                self.usage.total_tokens += input_tokens + output_tokens;
                None
            }
            Event::End(_) => self.end_restart(),
            _ => None,
        }
    }

    fn text(&mut self, text: &str) -> Option<String> {
        let Some(again) = &mut self.again else {
            return self.send(text.to_owned());
        };
        again.push_str(text);
        if self.step.starts_with(&**again) {
            return None;
        }
        let again = self.again.take().unwrap_or_default();
        if let Some(more) = again.strip_prefix(&*self.step) {
            let more = more.to_owned();
            return self.send(more);
        }
        Some(self.send_again(again))
    }

    fn send(&mut self, text: String) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        self.step.push_str(&text);
        let separate = std::mem::take(&mut self.separate);
        Some(if separate { format!("{SEPARATOR}{text}") } else { text })
    }

    /// Sends the text of a step that began again and differs from what was sent.
    fn send_again(&mut self, again: String) -> String {
        let sent = format!("{RESTARTED}{again}");
        self.step = again;
        sent
    }

    /// Ends a step that began again: text that is shorter than what was sent differs from it.
    fn end_restart(&mut self) -> Option<String> {
        let again = self.again.take()?;
        if again == self.step || again.is_empty() { None } else { Some(self.send_again(again)) }
    }

    fn end_step(&mut self) -> Option<String> {
        let sent = self.end_restart();
        if !std::mem::take(&mut self.step).is_empty() {
            self.separate = true;
        }
        sent
    }
}
