use std::error::Error as StdError;
use std::net::IpAddr;
use std::time::Duration;

/// The error of an HTTP request of a plugin; it names the host that was asked, and never the rest of the URL.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HttpError {
    /// The URL is none that can be asked.
    #[error("the URL cannot be asked: {why}")]
    Url {
        /// What is wrong with it.
        why: String,
    },
    /// A header cannot be sent.
    #[error("the header {name:?} cannot be sent: {why}")]
    Header {
        /// Its name.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// The body cannot be written as JSON.
    #[error("the body of the request cannot be written as JSON: {source}")]
    Unwritable {
        /// What serde says.
        source: serde_json::Error,
    },
    /// The operator has named the hosts that the plugin may ask, and this is none of them.
    #[error("`{plugin}` may not ask `{host}`: the operator has not named it in `net.plugins.{plugin}.hosts`")]
    HostNotAllowed {
        /// The plugin's id.
        plugin: String,
        /// The host.
        host: String,
    },
    /// The host is, or its name leads to, an address that is not public.
    #[error(
        "`{host}` is not asked: its address {address} is not public; the operator may allow it in \
         `net.plugins.{plugin}.private`"
    )]
    PrivateAddress {
        /// The plugin's id.
        plugin: String,
        /// The host.
        host: String,
        /// The address.
        address: IpAddr,
    },
    /// The plugin has as many requests on their way as it may have.
    #[error(
        "`{plugin}` has as many requests on their way as it may have, {limit} (`net.requests`); wait until one has ended"
    )]
    Busy {
        /// The plugin's id.
        plugin: String,
        /// The limit.
        limit: u32,
    },
    /// There are too many redirects.
    #[error("`{host}` redirects once more after {limit} redirects, the limit (`net.redirects`)")]
    Redirects {
        /// The host that redirects.
        host: String,
        /// The limit.
        limit: u32,
    },
    /// A redirect would give up encryption.
    #[error("`{host}` redirects from https to http, which is not followed")]
    Downgrade {
        /// The host that redirects.
        host: String,
    },
    /// A redirect asks for a body again that is a stream.
    #[error("`{host}` redirects and wants the body again, which is a stream; send it as bytes")]
    StreamIsSpent {
        /// The host that redirects.
        host: String,
    },
    /// The answer has not ended in time.
    #[error("`{host}` has not answered in full within {limit:?}; a request may name up to `net.max_timeout`")]
    TimedOut {
        /// The host.
        host: String,
        /// The time that there was.
        limit: Duration,
    },
    /// Nothing has come for too long.
    #[error("`{host}` has sent nothing for {limit:?}, the limit (`net.idle_timeout`)")]
    Idle {
        /// The host.
        host: String,
        /// The limit.
        limit: Duration,
    },
    /// The answer is too large.
    #[error("the answer of `{host}` has more than {limit} bytes, the limit (at most `net.answer_bytes`)")]
    TooLarge {
        /// The host.
        host: String,
        /// The limit.
        limit: u64,
    },
    /// The body of the request is too large.
    #[error("the body for `{host}` has more than {limit} bytes, the limit (`net.request_bytes`)")]
    BodyTooLarge {
        /// The host.
        host: String,
        /// The limit.
        limit: u64,
    },
    /// The request or its answer failed on the way.
    #[error("`{host}` cannot be asked: {why}")]
    Failed {
        /// The host.
        host: String,
        /// All that went wrong.
        why: String,
        /// The error behind it.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The answer has a status that is no success.
    #[error("`{host}` answered with the status {status}")]
    Status {
        /// The host.
        host: String,
        /// The status.
        status: u16,
    },
    /// The answer is not the JSON that is expected.
    #[error("the answer of `{host}` is not the JSON that is expected: {source}")]
    Json {
        /// The host.
        host: String,
        /// What serde says.
        source: serde_json::Error,
    },
}

/// Returns the host of a URL, with its port, for people to read; nothing is decided by it.
pub(crate) fn host_in(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    authority.rsplit('@').next().unwrap_or_default()
}
