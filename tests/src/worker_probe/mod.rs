//! What a worker of the tests does, by the name that its host gives it, and the host of one.

#[cfg(target_os = "linux")]
pub mod calls;
#[cfg(target_os = "linux")]
mod files;
pub mod middle;
mod probes;
#[cfg(target_os = "linux")]
mod reach;

pub use probes::run;
