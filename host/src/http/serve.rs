use super::door::Door;
use super::{HttpError, routes};
use crate::agent::{Agent, now};
use crate::attachments::Attachments;
use hookwire::cx::Cancel;
use std::future::IntoFuture;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long connections may take to close once every answer is written.
const CLOSING: Duration = Duration::from_secs(3);

/// Answers requests until `shutdown`; then takes no new ones, finishes the turns that run, and ends.
///
/// The turns have `limits.grace` to finish; those that do not go on with the next start.
pub async fn serve(
    agent: Agent,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), HttpError> {
    super::record();
    let local = listener.local_addr().map_err(HttpError::Broken)?;
    let door = Arc::new(Door::new(agent, local));
    if door.guarded && !has_token(&door.agent).await? {
        return Err(HttpError::NoToken(local));
    }
    if let Some(files) = Attachments::of(door.agent.options())
        && let Err(error) = files.sweep().await
    {
        tracing::warn!("what is left of messages that broke off cannot be removed: {error}");
    }
    let stopping = Cancel::default();
    let stop = stopping.clone();
    let app = routes::app(&door).into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async move {
        shutdown.await;
        stop.cancel();
    });
    let mut server = pin!(server.into_future());
    tokio::select! {
        ended = &mut server => return ended.map_err(HttpError::Broken),
        () = stopping.wait() => {}
    }
    let grace = door.agent.options().limits.grace.0;
    let finish = async {
        door.agent.finish(grace).await;
        door.over.send_replace(true);
        tokio::time::sleep(CLOSING).await;
    };
    tokio::select! {
        ended = server => ended.map_err(HttpError::Broken),
        () = finish => Ok(()),
    }
}

/// Returns whether there is a token that opens the door.
pub(crate) async fn has_token(agent: &Agent) -> Result<bool, HttpError> {
    let tokens = agent.store().tokens().await?;
    Ok(tokens.iter().any(|token| token.expires_at.is_none_or(|at| at > now())))
}
