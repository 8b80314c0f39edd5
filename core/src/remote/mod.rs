//! Plugins whose code runs in another process of the same binary: what crosses between the two.
//!
//! Nothing here knows of processes. A [`RemoteInstance`] stands for an instance that lives elsewhere; a host makes them in its
//! [`WorkerTier`]. There, a [`ServedInstance`] has the plugin itself and is called in the same words.

mod carry;
mod driven;
mod host_chains;
mod instance;
mod models;
mod point;
mod remote_hook;
mod remote_plugin;
#[cfg(feature = "routes")]
mod routes;
mod scene;
mod served;
mod sources;
mod target;
mod unpanicked;

pub use crate::crossing::{EncodedError, KnownError, RemoteError, decode, encode};
pub use host_chains::HostChains;
pub use instance::{
    ByteStream, NewInstance, RemoteCall, RemoteInstance, RemoteNext, RemoteReply, WorkerTier,
};
pub(crate) use point::RemotePoint;
#[doc(hidden)]
pub use point::remote_point;
pub(crate) use remote_plugin::RemotePlugin;
pub use scene::Scene;
pub use served::{ServedInstance, fire_for};
pub use target::Target;
