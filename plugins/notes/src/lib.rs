//! Keeps notes that the agent can add to and search.
//!
//! Other plugins can change or refuse a note before it is kept: hook [`NotesSaving`].

mod config;
mod error;
mod file;
mod hooks;
mod kept;
mod point;
mod store;

pub use config::Config;
pub use error::StoreError;
pub use hooks::Notes;
pub use point::{Note, NotesSaving};
