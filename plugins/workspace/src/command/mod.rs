//! The commands that `run_command` runs.

mod environment;
mod output;
mod process_group;
mod run;

pub(crate) use run::CommandRun;
