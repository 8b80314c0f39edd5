//! The configuration: one TOML file, then environment variables, then `--set`; each value knows where it came from.
//!
//! This module knows the sections about plugins. All others are the fields of a type that the program chooses, which
//! implements [`RootOptions`].

mod config_error;
mod loader;
mod origin;
mod plugin_settings;
mod redaction;
mod root_options;
mod schema;
mod schema_index;
mod sources;
mod toml_file;
mod tree;

pub use config_error::{ConfigError, Located};
pub use loader::Config;
pub use origin::Origin;
pub use root_options::RootOptions;
pub use schema::schema;
pub use sources::Sources;
pub use tree::Tree;
