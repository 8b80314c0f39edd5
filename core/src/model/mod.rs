//! Models: what the host asks for answers, which come piece by piece.
//!
//! A plugin brings models with `#[model("provider")]`; an agent's configuration names one as `provider/name`.

mod error;
#[allow(clippy::module_inception, reason = "it holds the trait of this name")]
mod model;
mod piece;
mod script;
mod scripted;

pub use crate::points::{Finish, Usage};
pub use error::{ModelError, ProviderMessage};
pub use model::Model;
pub use piece::Piece;
pub use script::{Failure, Scene, Script, ScriptCall, Step};
pub use scripted::Scripted;
