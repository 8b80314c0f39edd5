//! What a plugin is: its manifest, its hooks and what else it brings.

mod command;
mod contribution;
mod hook;
mod kinds;
mod lifecycle;
mod manifest;
mod model;
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
pub use kinds::CONTRIBUTION_KINDS;
pub(crate) use lifecycle::Held;
pub use lifecycle::{InitError, Instance, Lifecycle};
pub use manifest::{Manifest, Tier};
pub use model::ModelDecl;
pub use schema::SchemaError;
pub use skill::SkillDecl;
pub use tool::{DELEGATE, HOST_TOOLS, READ_RESULT, ToolDecl};
pub use tool_output::{ToolError, ToolOutput};
/// The slash commands of the host, without their slashes.
pub use hookwire_text::reserved::COMMANDS as HOST_COMMANDS;

/// Marks a type as a plugin; written by [`#[plugin]`](macro@crate::plugin).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a plugin",
    label = "annotate an `impl {Self}` block with `#[plugin]`"
)]
pub trait Plugin: 'static {
    /// Everything that is known of the plugin before any of its code runs.
    const MANIFEST: &'static Manifest;
}
