//! What a model is to the host: something that is asked and answers piece by piece.
//!
//! A plugin brings models with `#[model("provider")]`; a profile asks for one as `provider/name`.

mod error;
mod piece;
mod script;

pub use crate::points::{Finish, Usage};
pub use error::ModelError;
pub use piece::Piece;
pub use script::{Failure, Scene, Script, ScriptCall, Scripted, Step};

use crate::cx::Cx;
use crate::points::{Message, MessageRole, ModelRequest, ModelResponse};
use futures::future::BoxFuture;
use futures::stream::BoxStream;
use futures::{FutureExt, StreamExt};

/// Something that answers: a provider's model, a script, a model in the process.
///
/// Dropping the stream, or the future, takes the question back.
pub trait Model: Send + Sync + 'static {
    /// Asks, and gives the answer as it comes. Its last piece is [`Piece::End`]; without one it was cut.
    fn stream<'a>(
        &'a self,
        request: &'a ModelRequest,
        cx: &'a Cx,
    ) -> BoxStream<'a, Result<Piece, ModelError>>;

    /// Asks, and gives the whole answer.
    fn complete<'a>(
        &'a self,
        request: &'a ModelRequest,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<ModelResponse, ModelError>> {
        gather(self.stream(request, cx)).boxed()
    }
}

async fn gather(mut pieces: BoxStream<'_, Result<Piece, ModelError>>) -> Result<ModelResponse, ModelError> {
    let mut response = ModelResponse::new(Message::new(MessageRole::Assistant, ""));
    while let Some(piece) = pieces.next().await {
        if response.take(piece?) {
            return Ok(response);
        }
    }
    Err(ModelError::Cut)
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
