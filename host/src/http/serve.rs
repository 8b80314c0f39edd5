use super::HttpError;
use super::entrance::Entrance;
use crate::agent::Engine;
use tokio::net::TcpListener;

/// Answers requests until `shutdown`, or until another host has the store; then takes no new ones, finishes the turns that run, and ends.
///
/// The turns have `limits.grace` to finish, counted from the first who stops the agent; those that do not, and those that
/// wait for a human, go on with the next start, and who waits for them is told so.
pub async fn serve(
    agent: Engine,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), HttpError> {
    Entrance::at(agent, listener).await?.serve(shutdown).await;
    Ok(())
}
