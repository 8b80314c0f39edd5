use super::upload::Upload;
use crate::api_error::ApiError;
use hookwire_engine::{Engine, Incoming, Sent};

/// Sends a message, and keeps its files only if a turn begins for it.
///
/// The engine makes sure that a client that leaves now stops nothing half-way. The closure owns the files: dropped
/// uncalled, it removes them.
pub(crate) async fn send(
    engine: &Engine,
    incoming: Incoming,
    files: Option<Upload>,
) -> Result<Sent, ApiError> {
    Ok(engine.send_with(incoming, move || files.into_iter().for_each(Upload::keep)).await?)
}
