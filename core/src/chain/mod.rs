//! Chains: the hooks of one point, ordered and filtered once, ready to run.

mod alarm;
mod assemble;
mod fire;
mod fold;
mod handler;
mod health;
mod link;
mod run;
mod span;
mod watch;
mod wrap;

pub use crate::fault::{Fault, FaultKind, Refused};
pub use crate::origin::HookOrigin;
pub use assemble::{Assemble, HookBinding, assemble};
pub use fire::Fire;
pub use fold::{Accumulate, Answered, Opinion, Ruling};
pub use handler::{Deferred, Erased, Exclusive, Handler, Lend};
pub use health::Breaker;
pub use link::Chain;
pub use watch::Watchdog;
pub use wrap::{Inmost, Next};

pub(crate) use wrap::operate;
