//! Plugin code that keeps a thread: the work of the host that it holds up is written off, and the thread is kept count of.

mod apart;
mod lifo;
mod threads;
mod work;

pub use lifo::empty_lifo_slot;
pub(crate) use threads::StuckThreads;
pub(crate) use work::WatchedWork;
