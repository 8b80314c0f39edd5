use super::error::ModelError;
use super::piece::Piece;
use crate::cx::Cx;
use crate::points::{Message, MessageRole, ModelRequest, ModelResponse};
use futures_util::future::BoxFuture;
use futures_util::stream::BoxStream;
use futures_util::{FutureExt, StreamExt};

/// A model: one of a provider, a script, or one in the process.
///
/// Dropping the stream, or the future, cancels the request.
pub trait Model: Send + Sync + 'static {
    /// Sends a request and returns the answer as a stream, whose last piece is [`Piece::End`]; without one it was cut.
    fn stream<'a>(
        &'a self,
        request: &'a ModelRequest,
        cx: &'a Cx,
    ) -> BoxStream<'a, Result<Piece, ModelError>>;

    /// Sends a request and returns the whole answer.
    fn complete<'a>(
        &'a self,
        request: &'a ModelRequest,
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<ModelResponse, ModelError>> {
        collect(self.stream(request, cx)).boxed()
    }
}

async fn collect(mut pieces: BoxStream<'_, Result<Piece, ModelError>>) -> Result<ModelResponse, ModelError> {
    let mut response = ModelResponse::new(Message::new(MessageRole::Assistant, ""));
    while let Some(piece) = pieces.next().await {
        if response.take(piece?) {
            return Ok(response);
        }
    }
    Err(ModelError::Cut)
}
