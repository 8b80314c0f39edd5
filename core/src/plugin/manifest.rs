use super::contribution::Contribution;
use super::hook::HookDecl;
use super::lifecycle::Lifecycle;
use super::schema::{self, SchemaError};
use schemars::Schema;
use serde::{Deserialize, Serialize};
use std::fmt;

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
    /// Environment variables it needs.
    pub env: &'static [EnvVar],
    /// What it may do beside computing.
    pub capabilities: &'static [Capability],
    /// Where its code runs unless the operator says otherwise.
    pub tier: Tier,
    /// The plugin whose place it takes.
    pub replaces: Option<&'static str>,
    /// Says for which agents and roles it works; for all, if absent.
    pub applies_to: Option<fn(&str, Role) -> bool>,
    /// Its hooks, in the order of the source.
    pub hooks: &'static [HookDecl],
    /// The contributions, in the order of the source.
    pub contributions: &'static [&'static dyn Contribution],
    /// Not public API. Used by generated code; [`Manifest::config_schema`] calls it.
    #[doc(hidden)]
    pub make_config_schema: Option<fn() -> Schema>,
    /// The functions of the lifecycle.
    pub lifecycle: Lifecycle,
}

impl Manifest {
    /// Returns whether one of its hooks is a gate.
    pub fn owns_gate(&self) -> bool {
        let gate = crate::point::KindName::Gate;
        self.hooks.iter().any(|hook| hook.point.kind == gate)
    }

    /// Returns the contributions of one kind, such as `ToolDecl`, in the order of the source.
    pub fn contributions_of<C: Contribution>(&self) -> impl Iterator<Item = &'static C> + use<C> {
        self.contributions.iter().filter_map(|contribution| contribution.as_kind::<C>())
    }

    /// Returns the schema of the configuration, if the plugin has one.
    pub fn config_schema(&self) -> Option<Result<Schema, SchemaError>> {
        let of = || format!("the configuration of `{}`", self.id);
        self.make_config_schema.map(|schema| schema::make(schema, of))
    }

    /// Returns where it is declared.
    pub fn place(&self) -> SourceLocation {
        self.at(self.line)
    }

    pub(crate) fn at(&self, line: u32) -> SourceLocation {
        SourceLocation { file: self.file, line }
    }
}

/// A place in the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SourceLocation {
    /// The file, as the compiler names it.
    pub file: &'static str,
    /// The line, from 1.
    pub line: u32,
}

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// An environment variable that a plugin needs.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct EnvVar {
    /// The variable's name.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// Whether its value must never be shown.
    pub secret: bool,
}

/// Something a plugin may do beside computing; what is not declared is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Capability {
    /// Opens network connections.
    Net,
    /// Reads and writes files.
    Files,
    /// Reads environment variables.
    Env,
    /// Sends messages of its own accord.
    Send,
    /// Creates schedules.
    Schedule,
    /// Calls models.
    Model,
    /// Calls tools.
    Tool,
    /// Runs programs.
    Process,
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

/// What an agent is in its team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Delegates to members.
    Lead,
    /// Works for a lead.
    Member,
    /// Works alone.
    #[default]
    Agent,
}
