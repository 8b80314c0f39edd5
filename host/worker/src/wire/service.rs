use super::message::{Request, Response};
use futures_util::future::BoxFuture;

/// What one side of a connection does for the other.
pub trait PeerService: Send + Sync + 'static {
    /// Answers a request, on a task of its own. `id` is the request's number, by which nested requests name it as their parent.
    ///
    /// The future is dropped when the other side gives the request up, or when the connection ends. An error is given to the other side
    /// as it is.
    fn answer(&self, id: u64, request: Request) -> BoxFuture<'static, Result<Response, Vec<u8>>>;

    /// Takes a note, to which there is no answer. Called on the task that reads, which it must not keep.
    fn note(&self, body: Vec<u8>);
}
