//! The app as a program: its command line, its terminal, and what its list of plugins has to hold.

#[path = "../app/mod.rs"]
mod app;
mod cli;
mod leftout;
mod plugin_verbs;
mod reviewed;
mod tables;
mod terminal;
mod verbs;
