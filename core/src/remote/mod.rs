//! Plugins whose code runs in another process of the same binary: what crosses between the two.
//!
//! Nothing here knows of processes. A [`RemoteInstance`] stands for an instance that lives elsewhere; a host makes them in its
//! [`WorkerTier`].

mod codec;
mod error;
mod instance;
mod known_error;
mod message_pack;
mod target;

pub use codec::{decode, encode};
pub use error::RemoteError;
pub use instance::{
    ByteStream, NewInstance, RemoteCall, RemoteInstance, RemoteNext, RemoteReply, WorkerTier,
};
pub use known_error::{EncodedError, KnownError};
pub use target::Target;
