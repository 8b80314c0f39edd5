use crate::points::{Finish, ModelResponse, ToolCall, Usage};
use serde::{Deserialize, Serialize};

/// A piece of a model's answer, in the order the model gives them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Piece {
    /// Some of the answer's text.
    Text(String),
    /// Some of the reasoning before it.
    Thinking(String),
    /// A whole tool call, put together if it came in pieces. Arguments that are no JSON stay a text.
    Call(ToolCall),
    /// The end of the answer.
    End {
        /// Why the model stopped.
        finish: Finish,
        /// What the answer cost, where the provider says so.
        usage: Option<Usage>,
    },
}

impl ModelResponse {
    /// Adds a piece to what came before; returns whether it was the last.
    pub fn take(&mut self, piece: Piece) -> bool {
        match piece {
            Piece::Text(text) => self.message.text.push_str(&text),
            Piece::Thinking(text) => self.thinking.push_str(&text),
            Piece::Call(call) => self.message.calls.push(call),
            Piece::End { finish, usage } => {
                self.finish = finish;
                self.usage = usage;
                return true;
            }
        }
        false
    }
}
