use super::Server;
use crate::Config;
use std::sync::Arc;
use std::time::Duration;

/// One model on a server: where it is asked, and how long it may take.
#[derive(Debug)]
pub(super) struct Endpoint {
    pub(super) web: reqwest::Client,
    pub(super) server: Arc<Server>,
    /// The model's name.
    pub(super) name: String,
    pub(super) first_byte: Duration,
    pub(super) idle: Duration,
}

impl Endpoint {
    pub(super) fn new(web: reqwest::Client, server: Arc<Server>, name: String, config: &Config) -> Self {
        let (first_byte, idle) = (config.first_byte_timeout.0, config.idle_timeout.0);
        Self { web, server, name, first_byte, idle }
    }
}
