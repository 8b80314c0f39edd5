use crate::store::Approval;
use hookwire::points::{Decision, End};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Something that a person who waits for an answer may want to see.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "type")]
#[non_exhaustive]
pub enum Event {
    /// The message was taken in and will be answered.
    Accepted {
        /// The session's id.
        session: String,
        /// What makes a second sending of the message the same one.
        key: String,
    },
    /// Some of the answer.
    Text {
        /// The text.
        text: String,
    },
    /// What was shown of this step's text does not count: it comes again, from its beginning.
    Restart,
    /// Some of the model's reasoning.
    Thinking {
        /// The text.
        text: String,
    },
    /// A tool is called.
    Call {
        /// The call's id.
        id: String,
        /// The agent that calls.
        agent: String,
        /// The tool's name.
        tool: String,
        /// The arguments, as the model gave them.
        args: Value,
        /// The call that it is made inside of, by a member or a plugin.
        #[serde(skip)]
        inside: Option<String>,
    },
    /// What came of a tool call.
    Result {
        /// The call's id.
        id: String,
        /// The tool's name.
        tool: String,
        /// The arguments, as they ran.
        args: Value,
        /// What the model reads.
        text: String,
        /// Whether it is an error.
        is_error: bool,
        /// How long it took, in milliseconds.
        duration_ms: u64,
    },
    /// A human has to allow a call.
    Approval {
        /// What is asked.
        approval: Box<Approval>,
    },
    /// An approval was answered.
    Resolved {
        /// The approval's id.
        approval: String,
        /// The answer: `approved`, `denied` or `expired`.
        decision: Decision,
        /// Who gave it.
        by: String,
    },
    /// What a model call cost.
    Usage {
        /// The model's name.
        model: String,
        /// Tokens read.
        input_tokens: u64,
        /// Tokens written.
        output_tokens: u64,
        /// US dollars, where that is known.
        cost: Option<f64>,
    },
    /// Something a person should know while waiting.
    Notice {
        /// What happens.
        text: String,
    },
    /// The end; nothing follows.
    End(Outcome),
}

impl Event {
    /// Returns about how many bytes it takes up.
    pub(super) fn weight(&self) -> usize {
        let inside = match self {
            Self::Text { text } | Self::Thinking { text } | Self::Notice { text } => text.len(),
            Self::Call { args, .. } => written(args),
            Self::Result { args, text, .. } => written(args) + text.len(),
            Self::Approval { approval } => size_of::<Approval>() + written(&approval.call.args),
            Self::End(outcome) => outcome.response.len() + outcome.error.as_ref().map_or(0, String::len),
            _ => 0,
        };
        size_of::<Self>() + inside
    }

    /// Returns the name of its type.
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
            Self::End(_) => "end",
        }
    }
}

/// Returns how long a value is when it is written.
fn written(value: &Value) -> usize {
    value.to_string().len()
}

/// How the answering of a message ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Default)]
pub struct Outcome {
    /// The session's id; none, if it never came to a session.
    pub session: Option<String>,
    /// The turn's number in the session, if it was one.
    pub turn: Option<u64>,
    /// How it ended: `completed`, `intercepted`, `refused`, `failed`, `cancelled` or `limited`.
    pub end: End,
    /// The answer.
    pub response: String,
    /// What went wrong, if something did.
    pub error: Option<String>,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}
