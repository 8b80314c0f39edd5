//! Plugins that misbehave in every way that they are told to, by their configuration and by what they are called with.
//!
//! No agent has them: they are what `tests/tests/isolation` runs in both tiers. [`Misbehaviour`] is the list, [`Row`] what is
//! promised of each. Whatever they do ends by itself, so that a fence that does not hold takes no machine down: see [`bounds`].

mod acts;
pub mod bounds;
mod config;
mod expected;
mod gate;
mod misbehaviour;
mod model;
mod places;
mod plugin;
mod raw;
mod residue;
mod routes;
mod rowdies;
mod trigger;

pub use config::Config;
pub use expected::{Call, Inline, Residue, Worker};
pub use gate::MisbehaveGate;
pub use misbehaviour::{Group, Misbehaviour, Row};
pub use places::Place;
pub use plugin::Misbehave;
pub use residue::{Traces, canary_address};
pub use rowdies::ROWDIES;
