//! What every request passes: where it comes from, who sends it, how often, and how many there are.

mod caller;
mod memory;
mod pace;
mod pass;
mod place;
mod rate;
mod source;
mod token;

pub(super) use caller::Caller;
pub(super) use memory::Memory;
pub(super) use pace::too_slow;
pub(super) use pass::pass;
pub(super) use place::{Place, seat};
pub(super) use rate::Rate;
pub use token::{TokenError, make_token};
