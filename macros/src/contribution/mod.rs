//! Contributions: what a plugin brings beside hooks, one file for each kind.
//!
//! A new kind is a file here that implements [`Contribution`], a line in [`KINDS`], and the attribute's name in
//! `lib.rs`.

mod command;
mod kind;
mod model;
mod skill;
mod tool;
mod verb;

pub(crate) use kind::{Contribution, Kind, Parse};

/// The kinds of contributions.
pub(crate) const KINDS: [&Kind; 5] = [&tool::KIND, &command::KIND, &verb::KIND, &skill::KIND, &model::KIND];
