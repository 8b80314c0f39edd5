use super::server::Server;
use std::sync::Arc;
use std::time::Duration;

/// A model's name, the server to ask for it, and how long to wait.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) client: reqwest::Client,
    pub(super) server: Arc<Server>,
    pub(super) model: String,
    pub(super) first_byte_timeout: Duration,
    pub(super) idle_timeout: Duration,
}
