#![doc = include_str!("../README.md")]

mod config;
mod error;
mod json_lines;
mod note;
mod owner;
mod points;
mod record;
mod store;
mod tools;

pub use config::Config;
pub use error::StoreError;
pub use note::Note;
pub use points::NotesSaving;
pub use tools::Notes;
