//! Contributions: what a plugin brings beside hooks, one file for each kind.
//!
//! A new kind is a file here that implements [`Contribution`] and a line in each of the three lists below.

mod callable;
mod card;
mod card_content;
mod command;
#[allow(clippy::module_inception, reason = "it holds the trait of this name")]
mod contribution;
mod model;
mod routes;
mod schedule;
mod skill;
mod template;
mod tool;
mod tool_output;
mod tool_source;
mod verb;

pub use callable::Callable;
#[cfg(feature = "remote")]
pub use callable::ServedContribution;
pub use card::{CardDecl, CardPlace};
pub use card_content::{Card, CardField};
pub use command::{CommandDecl, CommandScope};
pub use contribution::{Contribution, ContributionInfo, ContributionKind, ContributionName, NameScope};
pub use model::ModelDecl;
pub use routes::RoutesDecl;
pub use schedule::{DeclaredTrigger, ScheduleDecl};
pub use skill::SkillDecl;
pub use template::TemplateDecl;
pub use tool::{DELEGATE, LOAD_SKILL, READ_RESULT, ToolDecl};
pub use tool_output::{ToolAnswer, ToolError, ToolOutput};
pub use tool_source::{SourceTool, ToolSource, ToolSourceDecl};
pub use verb::VerbDecl;

/// The kinds of contributions, in the order in which lists show them.
pub const CONTRIBUTION_KINDS: [&ContributionKind; 10] = [
    ToolDecl::KIND,
    ToolSourceDecl::KIND,
    CommandDecl::KIND,
    VerbDecl::KIND,
    SkillDecl::KIND,
    ModelDecl::KIND,
    ScheduleDecl::KIND,
    RoutesDecl::KIND,
    TemplateDecl::KIND,
    CardDecl::KIND,
];
