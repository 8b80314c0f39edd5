use super::{CommandDecl, HookDecl, Lifecycle, ModelDecl, SkillDecl, ToolDecl};
use crate::cx::{Permissions, Role};
use crate::origin::{HookOrigin, SourceLocation};
use schemars::Schema;
use serde::{Deserialize, Serialize};

/// Everything that is known of a plugin before any of its code runs; made by `#[plugin]`.
#[derive(Debug)]
pub struct Manifest {
    /// The id, unique in the binary.
    pub id: &'static str,
    /// The name shown to people.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub description: &'static str,
    /// The crate's version.
    pub version: &'static str,
    /// The crate's authors, separated by colons.
    pub authors: &'static str,
    /// The crate's name.
    pub package: &'static str,
    /// Where `#[plugin]` stands.
    pub file: &'static str,
    /// Where `#[plugin]` stands.
    pub line: u32,
    /// What it may do beside computing.
    pub permissions: Permissions,
    /// Where its code runs unless the operator says otherwise.
    pub tier: Tier,
    /// The plugin whose place it takes.
    pub replaces: Option<&'static str>,
    /// Says for which agents and roles it works; for all, if absent.
    pub applies_to: Option<fn(&str, Role) -> bool>,
    /// Its hooks, in the order of the source.
    pub hooks: &'static [HookDecl],
    /// Its tools.
    pub tools: &'static [ToolDecl],
    /// Its slash commands.
    pub commands: &'static [CommandDecl],
    /// Its skills.
    pub skills: &'static [SkillDecl],
    /// The providers of models it brings.
    pub models: &'static [ModelDecl],
    /// The schema of its configuration, if it has one.
    pub config: Option<fn() -> Schema>,
    /// How it comes to life and ends.
    pub life: Lifecycle,
}

impl Manifest {
    /// Returns whether one of its hooks is a gate.
    pub fn owns_gate(&self) -> bool {
        let gate = crate::point::KindName::Gate;
        self.hooks.iter().any(|hook| hook.point.kind == gate)
    }

    /// Returns where it is declared.
    pub fn place(&self) -> SourceLocation {
        self.at(self.line)
    }

    /// Returns the origin of one of its hooks.
    pub fn origin(&self, hook: &HookDecl) -> HookOrigin {
        HookOrigin { plugin: self.id, hook: hook.method, file: self.file, line: hook.line }
    }

    pub(crate) fn at(&self, line: u32) -> SourceLocation {
        SourceLocation { file: self.file, line }
    }
}

/// Where a plugin's code runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// In the host's process.
    #[default]
    Inline,
    /// In a process of its own, made of the same binary.
    Worker,
}
