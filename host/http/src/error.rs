use hookwire_engine::store::StoreError;
use std::io;
use std::net::SocketAddr;

/// The reason why the HTTP server does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HttpError {
    /// The address cannot be understood.
    #[error("`{0}` is no address to listen at; write one such as 127.0.0.1:7878 (http.listen)")]
    Address(String),
    /// Another program listens at the address.
    #[error("another program listens at {0}; stop it, or take another port (http.listen)")]
    Taken(String),
    /// The operating system does not let this process listen at the address.
    #[error(
        "this process may not listen at {0}; ports below 1024 are the system's, take another (http.listen)"
    )]
    Denied(String),
    /// The address belongs to another machine.
    #[error("{0} is no address of this machine; take another (http.listen)")]
    Elsewhere(String),
    /// Listening fails for another reason.
    #[error("it is not possible to listen at {listen}")]
    Listen {
        /// The address.
        listen: String,
        /// The error of the operating system.
        #[source]
        source: io::Error,
    },
    /// Requests need a token, and none exists.
    #[error(
        "at {0} only tokens open the door, and there is none yet; make one first: hookwire tokens add NAME"
    )]
    NoToken(SocketAddr),
    /// The store cannot read its tokens.
    #[error("tokens cannot be read")]
    Store(#[from] StoreError),
    /// The listener broke.
    #[error("the listener broke")]
    Broken(#[source] io::Error),
}
