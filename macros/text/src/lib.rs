//! Texts that Hookwire's macros and its contract share. Use them through the `hookwire` crate.

pub mod cron;
pub mod duration;
pub mod reserved;
pub mod suggest;
