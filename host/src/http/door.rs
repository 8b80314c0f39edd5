use super::guard::Caller;
use super::guard::Rate;
use super::problem::Problem;
use crate::agent::{Agent, SendError};
use crate::store::Session;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use tokio::sync::{Semaphore, watch};

/// How many bodies are read at once for each request that is answered: they lie in memory, however slowly they come.
const BODIES: usize = 4;

/// What all requests share.
#[derive(Debug)]
pub(super) struct Door {
    pub(super) agent: Agent,
    /// Where it listens.
    pub(super) local: SocketAddr,
    /// Whether nobody comes in without a token.
    pub(super) guarded: bool,
    pub(super) rate: Rate,
    /// How many requests can be answered beside those that are.
    pub(super) room: Arc<Semaphore>,
    /// How many bodies can be read beside those that are.
    pub(super) bodies: Arc<Semaphore>,
    /// Whether the host has waited long enough, and streams have to end.
    pub(super) over: watch::Sender<bool>,
    /// What there is, for programs.
    pub(super) api: OnceLock<String>,
}

impl Door {
    pub(super) fn new(agent: Agent, local: SocketAddr) -> Self {
        let options = &agent.options().http;
        let room = options.concurrency.max(1) as usize;
        Self {
            local,
            guarded: options.tokens || !local.ip().is_loopback(),
            rate: Rate::new(options.rate),
            room: Arc::new(Semaphore::new(room)),
            bodies: Arc::new(Semaphore::new(room.saturating_mul(BODIES).min(Semaphore::MAX_PERMITS))),
            over: watch::Sender::new(false),
            api: OnceLock::new(),
            agent,
        }
    }

    /// Waits for something, and gives up when the host does.
    pub(super) async fn wait<T>(&self, work: impl Future<Output = T>) -> Result<T, Problem> {
        let mut over = self.over.subscribe();
        tokio::select! {
            biased;
            done = work => Ok(done),
            _ = over.wait_for(|over| *over) => Err(SendError::Stopping.into()),
        }
    }

    /// Returns a session of the caller's.
    pub(super) async fn session(&self, id: &str, caller: &Caller) -> Result<Session, Problem> {
        let session = self.agent.owned_session(id, &caller.owner).await?;
        session.ok_or_else(|| Problem::unknown("session", "unknown_session", id))
    }
}
