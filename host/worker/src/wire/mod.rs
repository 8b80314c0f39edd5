//! Requests, answers and streams between two processes, over a pair of pipes or a socket.
//!
//! A [`Peer`] is one side of a connection; both sides are alike. A frame is a header of 24 bytes and a body:
//!
//! | bytes | of a header, little-endian |
//! |---|---|
//! | 0–3 | the size of the body |
//! | 4 | the kind |
//! | 5 | flags of the kind |
//! | 6–7 | 0 |
//! | 8–15 | the number of the request; 0 in a note only |
//! | 16–23 | a value of the kind, otherwise 0 |
//!
//! | kind | body | flags | value |
//! |---|---|---|---|
//! | 1 request | encoded | 1: has a stream | the request inside which it is asked |
//! | 2 answer | encoded | 1: has a stream | |
//! | 3 failure | an encoded error | | |
//! | 4 refusal | | 1 busy, 2 over quota, 3 cancelled, 4 panicked, 5 answer too large | its size |
//! | 5 cancel | | | |
//! | 6 note | encoded | | |
//! | 7 ping, 8 pong | | | |
//! | 9 piece of a stream | its bytes | 1: of the sender's own request | |
//! | 10 end of a stream | | the same | |
//! | 11 failure of a stream | an encoded `RemoteError` | the same | |
//! | 12 credit: more of a stream may be sent | | the same | so many bytes |
//! | 13 stop: nobody reads a stream | | the same | |
//!
//! What both sides rely on:
//!
//! * Each side numbers its requests and pings upwards. Each request gets exactly one answer, failure or refusal, also when it was
//!   cancelled. Anything else ends the connection with a [`Violation`].
//! * Nothing of a stream is sent before the first credit; at most one piece goes beyond what was allowed. Frames of a stream that its
//!   reader or its sender has left are ignored: they were under way.
//! * The reading half never waits. What is more than the limits allow is refused, because answers, credits and pongs stand behind it in
//!   the same pipe. Requests, answers and pieces wait for room on the sending side.

mod answering;
mod connection;
mod dispatch;
mod error;
mod frame_reader;
mod frame_writer;
mod header;
mod incoming_stream;
mod limits;
mod message;
mod open_requests;
mod outgoing_stream;
mod peer;
mod permits;
mod serve_sync;
mod service;
mod statistics;
mod stream_key;
mod sync_caller;
mod token_bucket;

pub use error::{PingError, RequestError, Violation, WireError};
pub use limits::WireLimits;
pub use message::{Request, Response};
pub use peer::Peer;
pub use serve_sync::serve_sync;
pub use service::PeerService;
pub use statistics::WireStatistics;
pub use sync_caller::{SyncCallError, SyncCaller};
