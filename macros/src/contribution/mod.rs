//! Contributions: what a plugin brings beside hooks, one file for each kind.
//!
//! A new kind is a file here that implements [`Contribution`], a line in [`KINDS`], and the attribute's name in
//! `lib.rs`.

mod card;
mod command;
mod kind;
mod model;
mod routes;
mod schedule;
mod skill;
mod template;
mod text;
mod tool;
mod tool_source;
mod verb;

pub(crate) use kind::{Contribution, Kind, Parse};

/// The kinds of contributions.
pub(crate) const KINDS: [&Kind; 12] = [
    &tool::KIND,
    &tool_source::KIND,
    &command::KIND,
    &verb::KIND,
    &skill::KIND,
    &model::KIND,
    &schedule::EVERY,
    &schedule::CRON,
    &schedule::SCHEDULED,
    &routes::KIND,
    &template::KIND,
    &card::KIND,
];
