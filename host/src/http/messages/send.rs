use super::upload::Upload;
use crate::engine::{Engine, Incoming, Sent};
use crate::http::api_error::ApiError;

/// Sends a message, and keeps its files only if a turn begins for it; otherwise they are removed with the upload.
pub(crate) async fn send(
    engine: &Engine,
    incoming: Incoming,
    files: Option<Upload>,
) -> Result<Sent, ApiError> {
    Ok(engine.send_with(incoming, move || files.into_iter().for_each(Upload::keep)).await?)
}
