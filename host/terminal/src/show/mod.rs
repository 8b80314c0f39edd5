//! Plugins, hooks, sessions, tokens and traces as text, as JSON and as a picture.

mod contribution;
mod doctor;
mod dot;
mod hooks;
mod isolation;
mod json;
mod markdown;
mod overview;
mod plugin;
mod plugin_log;
mod plugin_settings;
mod plugins;
mod point_doc;
mod point_types;
mod points_page;
mod registry_view;
mod sessions;
mod tokens;
mod trace;
mod type_titles;

pub use json::to_json_text;
pub use plugin_log::plugin_log_text;
pub use plugin_settings::{history_text, settings_text};
pub use points_page::points_markdown;
pub use registry_view::RegistryView;
pub use sessions::{session_text, sessions_text};
pub use tokens::tokens_text;
pub use trace::trace_text;
