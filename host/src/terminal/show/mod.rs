//! Plugins, hooks, sessions, tokens and traces as text, as JSON and as a picture.

mod contribution;
mod dot;
mod hooks;
mod json;
mod overview;
mod plugin;
mod plugins;
mod registry_view;
mod sessions;
mod tokens;
mod trace;

pub(crate) use json::to_json_text;
pub(crate) use registry_view::RegistryView;
pub(crate) use sessions::{session_text, sessions_text};
pub(crate) use tokens::tokens_text;
pub(crate) use trace::trace_text;
