//! Processes of one binary: how the host starts its workers, and how one of them becomes one.
//!
//! The host's [`Spawner`] starts the binary once more, with nothing but a marker in its environment and one end of a socket
//! as its standard input. [`enter`], first in `main`, sees both, takes what the host sends over that socket — two pipes, a
//! socket for calls that block, a [`Page`] of shared memory, the policy and an opaque body — and puts up the sandbox before
//! any code of a plugin runs. Whichever way the host ends, the worker ends with it.

mod child;
mod clock;
mod enter;
mod error;
mod exit;
mod handshake;
mod inherited;
mod lifeline;
mod marker;
mod memory;
mod options;
mod output;
mod page;
mod reaper;
mod spawner;
mod worker;

pub use enter::{Entered, REFUSED_STATUS, enter};
pub use error::ProcessError;
pub use exit::{End, Exit, HEAP_CAP_STATUS};
pub use options::{Launch, SpawnOptions};
pub use output::{Output, OutputSink, Stream};
pub use page::{Page, Reason, Slot};
pub use spawner::{Ends, Spawned, Spawner};
pub use worker::Worker;
