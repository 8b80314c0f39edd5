//! The declaration of a plugin: its manifest, its hooks and its contributions.

mod command;
mod contribution;
mod hook;
mod kinds;
mod lifecycle;
mod manifest;
mod model;
mod not_yet;
mod schema;
mod skill;
mod tool;
mod tool_output;

pub use crate::cx::{Capability, EnvVar, Permissions, Role};
pub use crate::origin::SourceLocation;
pub use crate::point::FailurePolicy;
pub use crate::points::Reply;
pub use command::CommandDecl;
pub use contribution::{Contribution, ContributionInfo, ContributionKind};
pub use hook::HookDecl;
/// The slash commands of the host, without their slashes.
pub use hookwire_text::reserved::COMMANDS as HOST_COMMANDS;
pub use kinds::CONTRIBUTION_KINDS;
pub(crate) use lifecycle::Held;
pub use lifecycle::{InitError, Instance, Lifecycle};
pub use manifest::{Manifest, Plugin, Tier};
pub use model::ModelDecl;
pub use not_yet::{Declared, NOT_YET, NotYet};
pub use schema::SchemaError;
pub use skill::SkillDecl;
pub use tool::{DELEGATE, HOST_TOOLS, LOAD_SKILL, READ_RESULT, ToolDecl};
pub use tool_output::{ToolError, ToolOutput};
