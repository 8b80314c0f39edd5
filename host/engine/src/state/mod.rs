//! The state of the engine that all messages share.

mod engine_state;
mod identity;
mod in_flight;
mod plugin_sections;
mod run_state;
mod schedule_runs;
mod session_queue;

pub(crate) use engine_state::EngineState;
pub(crate) use identity::with_sender;
pub(crate) use in_flight::InFlightGuard;
pub(crate) use session_queue::{QueueTicket, SessionQueues};
