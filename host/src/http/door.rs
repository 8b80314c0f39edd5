use super::guard::{Caller, Memory, Rate};
use super::problem::Problem;
use crate::agent::{Engine, SendError};
use crate::store::Session;
use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use tokio::sync::{Semaphore, watch};

/// What all requests share.
#[derive(Debug)]
pub(super) struct Door {
    pub(super) agent: Engine,
    /// Where it listens.
    pub(super) local: SocketAddr,
    /// Whether nobody comes in without a token.
    pub(super) guarded: bool,
    pub(super) rate: Rate,
    /// How many requests can be answered beside those that are.
    pub(super) room: Arc<Semaphore>,
    pub(super) memory: Memory,
    /// Whether the host has waited long enough, and streams have to end.
    pub(super) over: watch::Sender<bool>,
    /// What there is, for programs.
    pub(super) api: OnceLock<String>,
}

impl Door {
    pub(super) fn new(agent: Engine, local: SocketAddr) -> Self {
        let options = &agent.options().http;
        let room = options.concurrency.max(1) as usize;
        Self {
            local,
            guarded: options.tokens || !local.ip().is_loopback(),
            rate: Rate::new(options.rate),
            room: Arc::new(Semaphore::new(room)),
            memory: Memory::new(options.memory_bytes, options.body_bytes),
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
