use super::command::CommandDecl;
use super::contribution::ContributionKind;
use super::model::ModelDecl;
use super::skill::SkillDecl;
use super::tool::ToolDecl;

/// The kinds of contributions, in the order in which lists show them.
pub const CONTRIBUTION_KINDS: [&ContributionKind; 4] =
    [ToolDecl::KIND, CommandDecl::KIND, SkillDecl::KIND, ModelDecl::KIND];
