//! The declaration of a plugin: its manifest, its hooks and its contributions.

mod contribution;
mod hook;
mod isolation;
mod lifecycle;
mod manifest;
mod not_yet;
mod schema;
mod section_set;
mod tier_choice;
mod typed_arguments;
mod usage;

pub use crate::cx::{Capability, EnvVar, Permissions, Role};
pub use crate::origin::SourceLocation;
pub use crate::point::FailurePolicy;
pub use crate::points::Reply;
pub use contribution::*;
pub use hook::HookDecl;
/// The slash commands of the host, without their slashes.
pub use hookwire_text::reserved::COMMANDS as HOST_COMMANDS;
/// The host's own tools, after which no plugin may call one of its own.
pub use hookwire_text::reserved::TOOLS as HOST_TOOLS;
/// The verbs of the host on the command line, which no plugin that brings verbs can have as its id.
pub use hookwire_text::reserved::VERBS as HOST_VERBS;
pub use isolation::{Isolation, Limits, Require, Tier};
pub(crate) use lifecycle::Held;
pub use lifecycle::{InitError, Instance, Lifecycle};
#[doc(hidden)]
pub use manifest::OnePluginBlockPerType;
pub use manifest::{Manifest, Plugin};
pub use not_yet::{Declared, NOT_YET, NotYet};
pub use schema::SchemaError;
pub use section_set::SectionSet;
pub use tier_choice::{ChosenBy, TierChoice};
pub use typed_arguments::TypedArguments;
pub use usage::{PluginUsage, WorkerStatus};
