use crate::points::{Finish, ToolCall, Usage};

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
