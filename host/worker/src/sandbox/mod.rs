//! The sandbox of a worker: resource limits, privileges, Landlock and seccomp, put up by the process itself.
//!
//! [`apply`] closes everything that a [`Policy`] does not open, and returns the [`Level`] that was reached: what the kernel
//! lacks stands there with its reason, and a policy that requires all of it is refused instead.
//!
//! What it does not close: a file's existence and size can be seen by anyone who can name its path, as Landlock knows no
//! right for `stat`; and a host that runs as root has workers whose user owns root's files, if without root's powers. What it
//! closes beyond what one may expect: modes, attributes and times of a file change only through a descriptor, as Landlock
//! knows no right for them either, and owners never.

mod apply;
mod error;
#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
mod filter;
mod level;
mod policy;
#[cfg(target_os = "linux")]
mod privileges;
mod rlimits;
#[cfg(target_os = "linux")]
mod ruleset;
#[cfg(target_os = "linux")]
mod threads;

pub use apply::apply;
pub use error::SandboxError;
pub use level::{Enforced, Level};
pub use policy::{Policy, ResourceLimits};
