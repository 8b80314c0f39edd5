//! The HTTP door, over real connections.

mod answers;
mod contract;
mod house;
mod limits;
mod openai;
mod refusals;
mod resuming;
mod sessions;
mod stopping;
mod tokens;
mod wire;
