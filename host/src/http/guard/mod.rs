//! What every request passes: where it comes from, who sends it, how often, and how many there are.

mod caller;
mod pass;
mod rate;
mod source;
mod token;

pub(super) use caller::Caller;
pub(super) use pass::pass;
pub(super) use rate::Rate;
pub use token::{TokenError, make_token};
