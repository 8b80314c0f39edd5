//! What values and errors look like on their way from one process of a binary to another.

mod codec;
mod known_error;
mod message_pack;
mod remote_error;

pub use codec::{decode, encode};
pub use known_error::{EncodedError, KnownError};
pub use remote_error::RemoteError;
