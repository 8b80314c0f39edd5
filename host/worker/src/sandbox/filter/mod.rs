//! The filter of system calls: one seccomp program that denies what a policy does not grant, with `EPERM`.
//!
//! A list of what is denied, and not of what is allowed: the second kind breaks whenever a dependency begins to use a call
//! that nobody thought of. Landlock holds what can be told by paths; this holds the rest, and repeats some of it for kernels
//! whose Landlock is old.

mod conditional;
mod denied;
mod install;
mod prologue;
mod rules;

pub(super) use install::install;
