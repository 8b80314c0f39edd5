//! The pipeline of a tool call: edit → validate → gate → ask → wrap → run → after.
//!
//! A host with a loop of its own makes each call of a model through a [`ToolPipeline`]. It brings four small traits: how
//! arguments are checked ([`SchemaCheck`]), how a human is asked ([`HumanApproval`]), how a tool is run ([`ToolRunner`]),
//! and what else happens before a call runs ([`Progress`]). The tool runs only with a [`Cleared`] call, which nothing but
//! the gate stage makes.
//!
//! | stage | point | an error there |
//! |---|---|---|
//! | validate | – | is the call's result: the arguments do not fit the tool's schema |
//! | edit | `tool.before` | is the call's result; what hooks changed is validated again |
//! | gate | `tool.gate` | denies the call |
//! | ask | – | denies the call: no human allowed it |
//! | wrap, run | `tool.wrap` | is the call's result; what a wrap hook changed passes validation and gates again |
//! | after | `tool.after` | is the call's result; the stage runs on every path |

mod checks;
mod error;
mod gate;
#[cfg(feature = "schema")]
mod json_schemas;
mod runner;
mod stages;

pub use checks::{HumanApproval, SchemaCheck};
pub use error::CallError;
pub use gate::Cleared;
#[cfg(feature = "schema")]
pub use json_schemas::JsonSchemas;
#[cfg(feature = "schema")]
pub(crate) use json_schemas::check_arguments;
pub use runner::{Progress, ToolRunner};
pub use stages::{ToolPipeline, finish};
