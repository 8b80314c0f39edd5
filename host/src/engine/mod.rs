//! The engine as its doors see it: a message goes in, and a feed of events comes out.
//!
//! Every door (terminal, command line, HTTP, schedules) sends through [`Engine::send`]; there is no other way in.

mod handle;
mod host;
mod shutdown;

pub use crate::feed::{Event, Feed, Outcome, Reader};
pub use crate::inbox::{Incoming, SendError, Sent, session_for_key};
pub use crate::schedules::{NewSchedule, ScheduleError};
pub use crate::turn::HostServices;
pub use handle::Engine;
pub use host::{Host, HostError};
