use crate::agent::Agent;
use std::net::SocketAddr;
use std::sync::OnceLock;
use tokio::sync::watch;

/// What all requests share.
#[derive(Debug)]
pub(super) struct Door {
    pub(super) agent: Agent,
    /// Where it listens.
    pub(super) local: SocketAddr,
    /// Whether nobody comes in without a token.
    pub(super) guarded: bool,
    /// Whether the host has waited long enough, and streams have to end.
    pub(super) over: watch::Sender<bool>,
    /// What there is, for programs.
    pub(super) api: OnceLock<String>,
}

impl Door {
    pub(super) fn new(agent: Agent, local: SocketAddr) -> Self {
        let guarded = agent.options().http.tokens || !local.ip().is_loopback();
        Self { agent, local, guarded, over: watch::Sender::new(false), api: OnceLock::new() }
    }
}
