//! One turn, from the message to the answer, in the order of the hook points.
//!
//! `run` begins and ends it; `make` is every way in which work begins; `work` is the agent's loop, for a lead and its members
//! alike; `ask` is one question to the model, `attempts` how often it is asked, `answer` what it says; `call` is one tool
//! call, and only `gate` makes what `execute` takes; `inside` knows the calls that are made inside others; `persist`
//! tries again what the store cannot keep.

mod answer;
mod ask;
mod attempts;
mod budget;
mod call;
mod context;
mod delegate;
mod execute;
mod gate;
mod inside;
mod journal;
mod kept;
mod make;
mod meter;
mod offer;
mod persist;
mod place;
mod plugin;
mod run;
mod schema;
mod shared;
mod shown;
mod stop;
mod summary;
mod work;

use budget::Budget;
use journal::Journal;
pub(crate) use offer::Toolbox;
use place::TurnPermit;
pub(crate) use run::Turn;
pub(crate) use shared::TurnState;
pub(crate) use stop::Stop;
pub(crate) use work::AgentRun;
