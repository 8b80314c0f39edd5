use crate::points::ToolCall;
use serde::{Deserialize, Serialize};

/// A piece of an answer, as a model gives it.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Piece {
    /// Some of the answer's text.
    Text(String),
    /// Some of the reasoning before it.
    Thinking(String),
    /// A whole tool call, put together if it came in pieces. Arguments that are no JSON stay a text.
    Call(ToolCall),
    /// The end.
    End {
        /// Why the model stopped.
        finish: Finish,
        /// What it cost, where the provider says so.
        usage: Option<Usage>,
    },
}

/// Why a model stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Finish {
    /// It was done, or waits for its tools.
    #[default]
    Stop,
    /// It may not write more.
    Length,
    /// The provider would not show the rest.
    Filter,
}

/// What a model call cost.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Usage {
    /// Tokens read.
    pub input_tokens: u64,
    /// Tokens written.
    pub output_tokens: u64,
    /// US dollars, where that is known.
    pub cost: Option<f64>,
}
