#[cfg(feature = "remote")]
use super::callable::ServedContribution;
use serde::Serialize;
use serde_json::{Map, Value};
use std::any::Any;
use std::fmt;

/// Something that a plugin brings beside hooks: a tool, a command, a skill, a model provider.
///
/// The registry checks contributions, and lists show them, by this trait alone; code that uses one kind asks for its
/// type: [`Manifest::contributions_of`](crate::plugin::Manifest::contributions_of).
pub trait Contribution: Any + fmt::Debug + Send + Sync {
    /// Returns the kind.
    fn kind(&self) -> &'static ContributionKind;

    /// Returns the name, unique among the contributions of one kind in its [scope](ContributionKind::scope).
    fn name(&self) -> &'static str;

    /// Returns what it is for, as its author describes it.
    fn description(&self) -> &'static str;

    /// Returns the line of the declaration, in the manifest's file.
    fn line(&self) -> u32;

    /// Returns the name as people write it: `/deploy`, `openai/..`.
    fn title(&self) -> String {
        self.name().to_owned()
    }

    /// Returns what else is known of it before any code of the plugin runs, such as the schema of a tool's arguments.
    fn details(&self) -> Map<String, Value> {
        Map::new()
    }

    /// Returns itself for calls from another process: what is [`Callable`](super::Callable) can be called from there.
    #[cfg(feature = "remote")]
    fn served(&'static self) -> Option<&'static dyn ServedContribution> {
        None
    }
}

impl dyn Contribution {
    /// Returns the declaration, if it is of the type `C`.
    pub fn as_kind<C: Contribution>(&self) -> Option<&C> {
        let any: &dyn Any = self;
        any.downcast_ref()
    }

    /// Returns the description as data, for lists.
    pub fn info(&self) -> ContributionInfo {
        ContributionInfo {
            kind: self.kind().name,
            name: self.name(),
            title: self.title(),
            description: self.description(),
            line: self.line(),
            details: self.details(),
        }
    }
}

/// A kind of contributions.
#[derive(Debug, PartialEq, Eq)]
pub struct ContributionKind {
    /// The name of the kind: `model provider`.
    pub name: &'static str,
    /// The name of a list of this kind: `models`.
    pub list: &'static str,
    /// The names that belong to the host: of contributions, or of the plugins before whose names they stand.
    pub reserved: &'static [&'static str],
    /// Where a name is unique.
    pub scope: NameScope,
}

/// Where the name of a contribution is unique.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameScope {
    /// In the binary: people and models use the name alone.
    Binary,
    /// In its plugin: the plugin's id stands before the name.
    Plugin,
}

/// The name of a contribution, where no code of it can be called: at compile time.
#[derive(Debug, Clone, Copy)]
pub struct ContributionName {
    /// The kind.
    pub kind: &'static ContributionKind,
    /// The name.
    pub name: &'static str,
    /// The line of the declaration, in the manifest's file.
    pub line: u32,
}

/// A contribution, described for lists.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ContributionInfo {
    /// The name of its kind.
    pub kind: &'static str,
    /// The name.
    pub name: &'static str,
    /// The name as people write it: `/deploy`, `openai/..`.
    pub title: String,
    /// What it is for.
    pub description: &'static str,
    /// The line of the declaration, in the manifest's file.
    pub line: u32,
    /// What else is known of it.
    #[serde(flatten)]
    pub details: Map<String, Value>,
}
