//! The services of a plugin in a worker: both halves back to back, with the test kit's fakes behind them.

mod back_to_back;
mod contexts;
mod errors;
mod given;
mod logs;
mod parity;
mod prober;
mod refusals;
mod streams;
