//! A host in a process of its own, seen from outside: the program `isolated_host`, its orders and answers, and what `/proc` tells
//! of it.

mod folder;
mod host;
mod process;

pub use host::{End, IsolatedHost, Voice};
pub use process::{ProcessState, in_session};
