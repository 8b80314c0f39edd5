#![doc = include_str!("../README.md")]

mod commands;
mod list;

pub use commands::SlashCommands;
