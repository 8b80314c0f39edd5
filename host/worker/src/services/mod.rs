//! The services of a host for plugins in a worker: what a plugin asks of its context is asked of the host, which does it with
//! the context that it has itself.
//!
//! The worker's half is [`WorkerServices`]: it makes the services of a context, which ask by a [`HostAsk`]. The host's half is
//! [`HostServices`]: it keeps the contexts that a worker works in and [answers](answer) with them. Nothing here knows of
//! processes.

mod answer;
mod ask;
mod bytes;
mod context;
mod given;
mod host;
mod payload;
mod proxy;
mod rate;
mod reply;
mod request;
mod room;
mod worker;

pub use answer::answer;
pub use ask::{Answer, Ask, HostAsk, Note};
pub use bytes::Bytes;
pub use context::HostContext;
pub use given::{ClockOffset, Given};
pub use host::{HostLimits, HostServices};
pub use payload::{pack, unpack};
pub use rate::LogLimit;
pub use reply::HostReply;
pub use request::{
    DirCall, HostRequest, HttpCall, HttpCallBody, KvCall, KvExpected, NewFile, ScheduleCall, SessionsCall,
};
pub use room::Room;
pub use worker::WorkerServices;
