//! Models: the scripted one, and those that plugins bring.

mod error;
mod opener;
mod script;

pub use error::OpenError;
pub use opener::Models;
pub use script::{ScriptError, demo, load, parse};
