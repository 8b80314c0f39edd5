use hookwire_engine::options::HumanDuration;
use schemars::JsonSchema;
use serde::Deserialize;
use std::time::Duration;

/// The `[http]` section of the configuration.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct HttpOptions {
    /// The address to listen at. At an address that other machines can reach, every request needs a token.
    pub listen: String,
    /// Whether requests need a token at an address of this machine only, too.
    pub tokens: bool,
    /// The most bytes that the body of a request may have, attachments not counted.
    pub body_bytes: usize,
    /// The most bytes that the attachments of a message may have together.
    pub attachment_bytes: usize,
    /// The most bytes that the bodies of all requests may take in memory while they arrive; requests beyond that get 503.
    pub memory_bytes: usize,
    /// The number of requests that one caller may make in a minute; 0 for any number.
    pub rate: u32,
    /// The number of requests that are answered at once; requests beyond that get 503.
    pub concurrency: u32,
    /// The time that a caller has to send the head of a request, and then its body; each 16 KiB of the body add a second.
    pub patience: HumanDuration,
    /// The time after which a stream without events sends a sign of life.
    pub keep_alive: HumanDuration,
    /// The host names, beside those of this machine, that the header `Host` may have: those of a proxy in front.
    pub hosts: Vec<String>,
    /// The origins of web pages, beside the host's own, that may send requests from a browser.
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
