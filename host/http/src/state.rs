use crate::api_error::ApiError;
use crate::limits::{BodyMemory, Permits, RateLimiter};
use crate::options::HttpOptions;
use hookwire_engine::store::{Owner, Session};
use hookwire_engine::{Engine, SendError};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::sync::watch;

/// The shortest time between two signs of life of a stream.
const MIN_KEEP_ALIVE: Duration = Duration::from_millis(10);

/// The state that all requests share.
#[derive(Debug)]
pub(crate) struct AppState {
    engine: Engine,
    options: HttpOptions,
    /// The address of the listener; unknown, if another application has mounted the router.
    local: Option<SocketAddr>,
    rate: RateLimiter,
    permits: Permits,
    memory: BodyMemory,
    /// Whether streams and waiting requests have to end.
    closing: watch::Sender<bool>,
}

impl AppState {
    pub(crate) fn new(engine: Engine, options: HttpOptions, local: Option<SocketAddr>) -> Self {
        Self {
            rate: RateLimiter::new(options.rate),
            permits: Permits::new(options.concurrency),
            memory: BodyMemory::new(options.memory_bytes, options.body_bytes),
            closing: watch::Sender::new(false),
            engine,
            options,
            local,
        }
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    pub(crate) fn options(&self) -> &HttpOptions {
        &self.options
    }

    /// Returns the address of the listener, if only programs of this machine can reach it.
    pub(crate) fn loopback(&self) -> Option<SocketAddr> {
        self.local.filter(|local| local.ip().is_loopback())
    }

    /// Returns whether every request needs a token.
    pub(crate) fn needs_token(&self) -> bool {
        self.options.tokens || self.loopback().is_none()
    }

    pub(crate) fn rate(&self) -> &RateLimiter {
        &self.rate
    }

    pub(crate) fn permits(&self) -> &Permits {
        &self.permits
    }

    pub(crate) fn memory(&self) -> &BodyMemory {
        &self.memory
    }

    /// Ends all streams, and answers all requests that wait.
    pub(crate) fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Returns what tells whether streams have to end.
    pub(crate) fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// Waits for something, or until the server closes.
    pub(crate) async fn until_closing<T>(&self, work: impl Future<Output = T>) -> Result<T, ApiError> {
        let mut closing = self.closing();
        tokio::select! {
            biased;
            done = work => Ok(done),
            _ = closing.wait_for(|closing| *closing) => Err(SendError::Stopping.into()),
        }
    }

    /// Returns the time after which a stream without events sends a sign of life.
    pub(crate) fn keep_alive(&self) -> Duration {
        self.options.keep_alive.0.max(MIN_KEEP_ALIVE)
    }

    /// Returns a session, or the answer that there is none, also if it is somebody else's.
    pub(crate) async fn owned_session(&self, id: &str, owner: &Owner) -> Result<Session, ApiError> {
        let session = self.engine.owned_session(id, owner).await?;
        session.ok_or_else(|| ApiError::not_found("session", "unknown_session", id))
    }
}
