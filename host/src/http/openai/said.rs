use crate::agent::Event;
use serde::Serialize;
use utoipa::ToSchema;

/// What separates the texts of two steps, between which the agent called its tools.
const BETWEEN: &str = "\n\n";
/// What stands before an answer that begins again otherwise than before.
const AGAIN: &str = "\n\n[the answer broke off; it comes again from its beginning]\n\n";

/// What it cost.
#[allow(clippy::struct_field_names, reason = "the names are OpenAI's")]
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(in crate::http) struct Usage {
    /// Tokens read, by all model calls of the turn.
    pub(super) prompt_tokens: u64,
    /// Tokens written, by all model calls of the turn.
    pub(super) completion_tokens: u64,
    /// Both.
    pub(super) total_tokens: u64,
}

/// Follows the events of a turn and says which text a client that cannot take anything back is to be sent.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// What was sent of this step.
    step: String,
    /// What came of this step since it began again, as long as that was sent before.
    again: Option<String>,
    /// Whether a step that said something is over.
    between: bool,
    pub(super) usage: Usage,
}

impl Words {
    /// Returns what to send.
    pub(super) fn take(&mut self, event: &Event) -> Option<String> {
        match event {
            Event::Text { text } => self.text(text),
            Event::Restart => {
                self.again = Some(String::new());
                None
            }
            Event::Call { .. } => self.step_over(),
            Event::Usage { input_tokens, output_tokens, .. } => {
                self.usage.prompt_tokens += input_tokens;
                self.usage.completion_tokens += output_tokens;
                self.usage.total_tokens += input_tokens + output_tokens;
                None
            }
            Event::End(_) => self.settle(),
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
        Some(self.differ(again))
    }

    fn send(&mut self, text: String) -> Option<String> {
        if text.is_empty() {
            return None;
        }
        self.step.push_str(&text);
        let between = std::mem::take(&mut self.between);
        Some(if between { format!("{BETWEEN}{text}") } else { text })
    }

    /// Sends what came again, as it is not what was sent.
    fn differ(&mut self, again: String) -> String {
        let sent = format!("{AGAIN}{again}");
        self.step = again;
        sent
    }

    /// An answer that came again and ended sooner is another one.
    fn settle(&mut self) -> Option<String> {
        let again = self.again.take()?;
        if again == self.step || again.is_empty() { None } else { Some(self.differ(again)) }
    }

    fn step_over(&mut self) -> Option<String> {
        let sent = self.settle();
        if !std::mem::take(&mut self.step).is_empty() {
            self.between = true;
        }
        sent
    }
}
