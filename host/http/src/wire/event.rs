use super::{Approval, MessageFile, Outcome};
use hookwire::points::Decision;
use hookwire_engine as engine;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// An event of a stream: something that happens while a message is answered.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case", tag = "type")]
pub(crate) enum Event {
    /// The message was taken in and will be answered.
    Accepted {
        /// The session's id.
        session: String,
        /// The message's `Idempotency-Key`, given or made up.
        key: String,
    },
    /// A piece of the answer.
    Text {
        /// The text.
        text: String,
    },
    /// The text of this step does not count: it comes again from its beginning.
    Restart,
    /// A piece of the model's reasoning.
    Thinking {
        /// The text.
        text: String,
    },
    /// A tool call begins.
    Call {
        /// The call's id.
        id: String,
        /// The agent that calls.
        agent: String,
        /// The tool's name.
        tool: String,
        /// The arguments, as the model gave them.
        args: Value,
    },
    /// A tool call has ended.
    Result {
        /// The call's id.
        id: String,
        /// The tool's name.
        tool: String,
        /// The arguments, as they ran.
        args: Value,
        /// The result, as the model reads it.
        text: String,
        /// Whether the result is an error.
        is_error: bool,
        /// The time the call took, in milliseconds.
        duration_ms: u64,
    },
    /// A human has to allow a call.
    Approval {
        /// The approval that waits for an answer.
        approval: Box<Approval>,
    },
    /// An approval was answered.
    Resolved {
        /// The approval's id.
        approval: String,
        /// The answer: `approved`, `denied` or `expired`.
        #[schema(value_type = String, example = "approved")]
        decision: Decision,
        /// The name of whoever answered.
        by: String,
    },
    /// The cost of a model call.
    Usage {
        /// The model's name.
        model: String,
        /// The number of tokens read.
        input_tokens: u64,
        /// The number of tokens written.
        output_tokens: u64,
        /// The price in US dollars, where it is known.
        cost: Option<f64>,
    },
    /// A notice for whoever waits, such as a model that is asked again.
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
        /// The files of the message, got at `/v1/sessions/{id}/files/{file}`.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        files: Vec<MessageFile>,
    },
    /// The end of the stream.
    End(Outcome),
}

impl From<engine::Event> for Event {
    fn from(event: engine::Event) -> Self {
        use engine::Event as E;
        match event {
            E::Accepted { session, key } => Self::Accepted { session, key },
            E::Text { text } => Self::Text { text },
            E::Restart => Self::Restart,
            E::Thinking { text } => Self::Thinking { text },
            // Which call a call is made inside of is the host's own business.
            E::Call { id, agent, tool, args, inside: _ } => Self::Call { id, agent, tool, args },
            E::Result { id, tool, args, text, is_error, duration_ms } => {
                Self::Result { id, tool, args, text, is_error, duration_ms }
            }
            E::Approval { approval } => Self::Approval { approval: Box::new((*approval).into()) },
            E::Resolved { approval, decision, by } => Self::Resolved { approval, decision, by },
            E::Usage { model, input_tokens, output_tokens, cost } => {
                Self::Usage { model, input_tokens, output_tokens, cost }
            }
            E::Notice { text } => Self::Notice { text },
            E::Sent { plugin, text, files } => {
                Self::Sent { plugin, text, files: files.into_iter().map(Into::into).collect() }
            }
            E::End(outcome) => Self::End(outcome.into()),
        }
    }
}
