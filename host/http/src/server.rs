use crate::data_folder::attachments;
use crate::error::HttpError;
use crate::options::HttpOptions;
use crate::state::AppState;
use crate::{connections, ops, router};
use hookwire::cx::Cancel;
use hookwire_engine::Engine;
use hookwire_engine::auth::has_valid_token;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// The time that connections have to close once the turns have ended, or have had their time.
const CLOSING: Duration = Duration::from_secs(1);

/// Answers requests until `shutdown`, or until another host takes the store over; then finishes the turns that run.
///
/// The turns have `limits.grace` to finish, counted from the first who stops the engine; turns that do not finish, and
/// those that wait for a human, go on with the next start, and their clients are told so.
pub async fn serve(
    engine: Engine,
    options: HttpOptions,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), HttpError> {
    BoundServer::new(engine, options, listener).await?.serve(shutdown).await;
    Ok(())
}

/// A server that has its listener, and does not answer yet.
#[derive(Debug)]
pub struct BoundServer {
    state: Arc<AppState>,
    listener: TcpListener,
    address: SocketAddr,
}

impl BoundServer {
    /// Makes a server of a listener; fails if requests need a token and none exists.
    pub async fn new(engine: Engine, options: HttpOptions, listener: TcpListener) -> Result<Self, HttpError> {
        let address = listener.local_addr().map_err(HttpError::Broken)?;
        let state = Arc::new(AppState::new(engine, options, Some(address)));
        if state.needs_token() && !has_valid_token(&**state.engine().store()).await? {
            return Err(HttpError::NoToken(address));
        }
        Ok(Self { state, listener, address })
    }

    /// Returns the address of the listener.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests as [`serve`] does.
    pub async fn serve(self, shutdown: impl Future<Output = ()>) {
        ops::metrics::install_recorder();
        let Self { state, listener, .. } = self;
        sweep_attachments(state.engine()).await;
        let stopping = Cancel::default();
        let patience = state.options().patience.0;
        let app = router::with_state(&state);
        let mut serving = pin!(connections::serve(listener, app, patience, stopping.clone()));
        tokio::select! {
            () = &mut serving => return,
            () = shutdown => {}
            _ = state.engine().ownership_lost() => {}
        }
        stopping.cancel();
        let finish = async {
            state.engine().finish(state.engine().options().limits.grace.0).await;
            state.close();
            tokio::time::sleep(CLOSING).await;
        };
        tokio::select! {
            () = serving => {}
            () = finish => {}
        }
    }
}

/// Removes the files of messages that were still arriving when a host died.
async fn sweep_attachments(engine: &Engine) {
    if let Some(files) = attachments(engine)
        && let Err(error) = files.sweep().await
    {
        tracing::warn!("what is left of messages that broke off cannot be removed: {error}");
    }
}
