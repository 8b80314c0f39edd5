use super::upload::Upload;
use crate::agent::{Engine, Incoming, SendError, Sent};
use crate::http::api_error::ApiError;
use axum::http::StatusCode;

/// Sends a message, and keeps its files only if a turn begins for it.
///
/// Without files the engine alone makes sure that a client that leaves now does not stop the message half-way. With
/// files the upload moves to a task, as it must outlive the client, too: dropped, it removes the files.
pub(crate) async fn send(
    engine: &Engine,
    incoming: Incoming,
    files: Option<Upload>,
) -> Result<Sent, ApiError> {
    let Some(files) = files else { return Ok(engine.send(incoming).await?) };
    let engine = engine.clone();
    let sent = tokio::spawn(async move {
        let sent = engine.send(incoming).await?;
        if sent.fresh {
            files.keep();
        }
        Ok::<_, SendError>(sent)
    });
    let panicked = |_| ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "broken", "the host itself panicked");
    Ok(sent.await.map_err(panicked)??)
}
