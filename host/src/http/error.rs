use crate::store::StoreError;
use std::io;
use std::net::SocketAddr;

/// Why the HTTP door does not open.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum HttpError {
    /// The address cannot be understood.
    #[error("`{0}` is no address to listen at; write one such as 127.0.0.1:7878 (http.listen)")]
    Address(String),
    /// Somebody else listens there.
    #[error("another program listens at {0}; stop it, or take another port (http.listen)")]
    Taken(String),
    /// The system does not let this process listen there.
    #[error(
        "this process may not listen at {0}; ports below 1024 are the system's, take another (http.listen)"
    )]
    Denied(String),
    /// The address is none of this machine.
    #[error("{0} is no address of this machine; take another (http.listen)")]
    Elsewhere(String),
    /// It cannot listen for another reason.
    #[error("it is not possible to listen at {listen}")]
    Listen {
        /// The address.
        listen: String,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// Anybody could come in.
    #[error(
        "at {0} only tokens open the door, and there is none yet; make one first: hookwire tokens add NAME"
    )]
    NoToken(SocketAddr),
    /// Tokens cannot be read.
    #[error("tokens cannot be read")]
    Store(#[from] StoreError),
    /// The listener broke.
    #[error("the listener broke")]
    Broken(#[source] io::Error),
}
