//! What a plugin is: its manifest, its hooks and what else it brings.

mod command;
mod hook;
mod life;
mod manifest;
mod model;
mod skill;
mod tool;

pub use crate::cx::{Capability, EnvVar, Permissions, Role};
pub use crate::origin::SourceLocation;
pub use crate::point::FailurePolicy;
pub use crate::points::Reply;
pub use command::CommandDecl;
pub use hook::HookDecl;
pub(crate) use life::Held;
pub use life::{InitError, Instance, Lifecycle};
pub use manifest::{Manifest, Tier};
pub use model::ModelDecl;
pub use skill::SkillDecl;
pub use tool::{DELEGATE, HOST_TOOLS, READ_RESULT, ToolDecl, ToolError, ToolOutput};

/// Marks a type as a plugin; written by [`#[plugin]`](macro@crate::plugin).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a plugin",
    label = "annotate an `impl {Self}` block with `#[plugin]`"
)]
pub trait Plugin: 'static {
    /// Everything that is known of the plugin before any of its code runs.
    const MANIFEST: &'static Manifest;
}
