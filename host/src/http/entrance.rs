use super::door::Door;
use super::{HttpError, connections, routes};
use crate::agent::{Engine, now};
use crate::attachments::Attachments;
use hookwire::cx::Cancel;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long connections may take to close once the turns are over, or have had their time.
const CLOSING: Duration = Duration::from_secs(1);

/// A door that has its place, and that somebody may open.
#[derive(Debug)]
pub(crate) struct Entrance {
    door: Arc<Door>,
    listener: TcpListener,
}

impl Entrance {
    /// Decides who may come in where it listens; fails if that is nobody.
    pub(crate) async fn at(agent: Engine, listener: TcpListener) -> Result<Self, HttpError> {
        let local = listener.local_addr().map_err(HttpError::Broken)?;
        let door = Arc::new(Door::new(agent, local));
        if door.guarded && !has_token(&door.agent).await? {
            return Err(HttpError::NoToken(local));
        }
        Ok(Self { door, listener })
    }

    /// Returns where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.door.local
    }

    /// Answers requests until `shutdown`, or until another host has the store; then takes no new ones, gives the turns their time, and ends.
    pub(crate) async fn serve(self, shutdown: impl Future<Output = ()>) {
        super::record();
        let Self { door, listener } = self;
        sweep(&door).await;
        let stopping = Cancel::default();
        let patience = door.agent.options().http.patience.0;
        let mut serving = pin!(connections::serve(listener, routes::app(&door), patience, stopping.clone()));
        tokio::select! {
            () = &mut serving => return,
            () = shutdown => {}
            _ = door.agent.ownership_lost() => {}
        }
        stopping.cancel();
        let finish = async {
            door.agent.finish(door.agent.options().limits.grace.0).await;
            door.over.send_replace(true);
            tokio::time::sleep(CLOSING).await;
        };
        tokio::select! {
            () = serving => {}
            () = finish => {}
        }
    }
}

/// Removes what is left of messages that broke off when a host died.
async fn sweep(door: &Door) {
    if let Some(files) = Attachments::of(door.agent.options().store.data.as_deref())
        && let Err(error) = files.sweep().await
    {
        tracing::warn!("what is left of messages that broke off cannot be removed: {error}");
    }
}

/// Returns whether there is a token that opens the door.
async fn has_token(agent: &Engine) -> Result<bool, HttpError> {
    let tokens = agent.store().tokens().await?;
    Ok(tokens.iter().any(|token| token.expires_at.is_none_or(|at| at > now())))
}
