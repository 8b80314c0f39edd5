//! The app as a program: its command line, its terminal, and what its list of plugins has to hold.

mod agent_settings;
#[path = "../app/mod.rs"]
mod app;
mod cli;
mod isolation;
mod leftout;
mod plugin_settings;
mod plugin_verbs;
mod reviewed;
mod secrets;
mod tables;
mod terminal;
#[path = "../linked/tls_server.rs"]
#[allow(dead_code, reason = "half of it is for another test")]
mod tls_server;
mod verbs;
mod webhook;
mod without_routes;
