use super::Outcome;
use crate::store::Approval;
use hookwire::points::{Decision, MessageFile};
use serde::Serialize;
use serde_json::Value;

/// An event of a feed: one thing that happened while a message was answered.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
pub enum Event {
    /// The message was accepted: it will be answered, whatever happens to the process.
    Accepted {
        /// The session's id.
        session: String,
        /// The idempotency key: a message that is sent again with this key is not answered twice.
        key: String,
    },
    /// A piece of the answer's text.
    Text {
        /// The text.
        text: String,
    },
    /// The text of this step so far is void: it comes again from its beginning.
    Restart,
    /// A piece of the model's reasoning.
    Thinking {
        /// The text.
        text: String,
    },
    /// A tool call began.
    Call {
        /// The call's id.
        id: String,
        /// The agent that calls the tool.
        agent: String,
        /// The tool's name.
        tool: String,
        /// The arguments, as the model gave them.
        args: Value,
        /// The outer call, if a member or a plugin makes this one inside of it.
        #[serde(skip)]
        inside: Option<String>,
    },
    /// A tool call ended.
    Result {
        /// The call's id.
        id: String,
        /// The tool's name.
        tool: String,
        /// The arguments the tool ran with.
        args: Value,
        /// The result as the model reads it.
        text: String,
        /// Whether the result is an error.
        is_error: bool,
        /// The duration in milliseconds.
        duration_ms: u64,
    },
    /// A tool call waits for the approval of a human.
    Approval {
        /// The approval.
        approval: Box<Approval>,
    },
    /// An approval was answered.
    Resolved {
        /// The approval's id.
        approval: String,
        /// The answer: `approved`, `denied` or `expired`.
        decision: Decision,
        /// The person who answered.
        by: String,
    },
    /// The tokens and the cost of a model call.
    Usage {
        /// The model's name.
        model: String,
        /// The tokens the model read.
        input_tokens: u64,
        /// The tokens the model wrote.
        output_tokens: u64,
        /// The cost in US dollars, where it is known.
        cost: Option<f64>,
    },
    /// A message to the person who waits, such as that a model is asked again.
    Notice {
        /// The text.
        text: String,
    },
    /// A message that a plugin sent to the session of its own accord; it is in the transcript.
    Sent {
        /// The plugin's id.
        plugin: String,
        /// The text.
        text: String,
        /// The files of the message.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        files: Vec<MessageFile>,
    },
    /// The end of the answer; no event follows.
    End(Outcome),
}

impl Event {
    /// Returns the approximate size of the event in memory, in bytes.
    pub(super) fn weight(&self) -> usize {
        let inside = match self {
            Self::Text { text } | Self::Thinking { text } | Self::Notice { text } => text.len(),
            Self::Sent { text, files, .. } => {
                let names =
                    files.iter().map(|file| size_of::<MessageFile>() + file.name.len() + file.mime.len());
                text.len() + names.sum::<usize>()
            }
            Self::Call { args, .. } => json_len(args),
            Self::Result { args, text, .. } => json_len(args) + text.len(),
            Self::Approval { approval } => size_of::<Approval>() + json_len(&approval.call.args),
            Self::End(outcome) => outcome.response.len() + outcome.error.as_ref().map_or(0, String::len),
            _ => 0,
        };
        size_of::<Self>() + inside
    }

    /// Returns the name of the event's type.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Accepted { .. } => "accepted",
            Self::Text { .. } => "text",
            Self::Restart => "restart",
            Self::Thinking { .. } => "thinking",
            Self::Call { .. } => "call",
            Self::Result { .. } => "result",
            Self::Approval { .. } => "approval",
            Self::Resolved { .. } => "resolved",
            Self::Usage { .. } => "usage",
            Self::Notice { .. } => "notice",
            Self::Sent { .. } => "sent",
            Self::End(_) => "end",
        }
    }
}

/// Returns the length of a value as JSON.
fn json_len(value: &Value) -> usize {
    value.to_string().len()
}
