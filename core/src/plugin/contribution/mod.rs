//! Contributions: what a plugin brings beside hooks, one file for each kind.
//!
//! A new kind is a file here that implements [`Contribution`] and a line in each of the three lists below.

mod command;
#[allow(clippy::module_inception, reason = "it holds the trait of this name")]
mod contribution;
mod model;
mod skill;
mod tool;
mod tool_output;

pub use command::{CommandDecl, CommandScope};
pub use contribution::{Contribution, ContributionInfo, ContributionKind, ContributionName};
pub use model::ModelDecl;
pub use skill::SkillDecl;
pub use tool::{DELEGATE, LOAD_SKILL, READ_RESULT, ToolDecl};
pub use tool_output::{ToolError, ToolOutput};

/// The kinds of contributions, in the order in which lists show them.
pub const CONTRIBUTION_KINDS: [&ContributionKind; 4] =
    [ToolDecl::KIND, CommandDecl::KIND, SkillDecl::KIND, ModelDecl::KIND];
