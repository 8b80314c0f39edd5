//! The HTTP door, over real connections.

mod answers;
mod cards;
mod contract;
mod fuzz_seeds;
mod guard;
mod identity;
mod limits;
mod mount;
mod navigation;
mod openai;
mod owners;
mod pages;
mod plugin_logs;
mod plugin_openapi;
mod plugin_routes;
mod plugin_settings;
mod refusals;
mod resuming;
mod resuming_properties;
mod sent_files;
mod server;
mod sessions;
mod stopping;
mod tokens;
mod tool_sources;
mod wire;
