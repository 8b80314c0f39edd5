use crate::options::HumanDuration;
use hookwire::Secret;
use schemars::JsonSchema;
use serde::Deserialize;
use std::path::PathBuf;
use std::time::Duration;

/// Where things are kept.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct StoreOptions {
    /// The data folder; one in the user's own data folder, if absent.
    pub data: Option<PathBuf>,
    /// A PostgreSQL database instead of a file: `postgres://user:password@host/name`.
    pub url: Option<Secret>,
}

/// The HTTP door.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HttpOptions {
    /// Where it listens. Anywhere but on this machine itself it opens only with a token.
    pub listen: String,
    /// Whether a token is needed even on this machine.
    pub tokens: bool,
    /// How many bytes a request may have, attachments apart.
    pub body_bytes: usize,
    /// How many bytes the attachments of a message may have together.
    pub attachment_bytes: usize,
    /// How many bytes the bodies of all requests may take in memory while they come; others are told to come back.
    pub memory_bytes: usize,
    /// How many requests one caller may make in a minute; 0 for any number.
    pub rate: u32,
    /// How many requests are answered at once; others are told to come back.
    pub concurrency: u32,
    /// How long a caller may take to send the head of a request, and then its body, for which there is a second more
    /// with each 16 KiB that come.
    pub patience: HumanDuration,
    /// How often a stream that has nothing to say shows that it lives.
    pub keep_alive: HumanDuration,
    /// The names, beside those of this machine, under which it may be called there: those of a proxy in front.
    pub hosts: Vec<String>,
    /// The web pages, beside the host's own, that may call it from a browser.
    pub origins: Vec<String>,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:7878".into(),
            tokens: false,
            body_bytes: 1 << 20,
            attachment_bytes: 20 << 20,
            memory_bytes: 256 << 20,
            rate: 0,
            concurrency: 1024,
            patience: HumanDuration(Duration::from_secs(30)),
            keep_alive: HumanDuration(Duration::from_secs(15)),
            hosts: Vec::new(),
            origins: Vec::new(),
        }
    }
}
