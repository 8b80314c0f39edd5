use super::contribution::{Contribution, ContributionName};
use super::hook::HookDecl;
use super::isolation::{Isolation, Tier};
use super::lifecycle::Lifecycle;
use super::schema::{self, SchemaError};
use super::section_set::SectionSet;
use super::tier_choice::{ChosenBy, TierChoice};
use crate::config::{Problem, Problems, Section};
use crate::cx::{Permissions, Role};
use crate::origin::{HookOrigin, SourceLocation};
use schemars::Schema;
use serde_json::{Map, Value};
use std::path::Path;

/// A type that is a plugin; implemented by [`#[plugin]`](macro@crate::plugin).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a plugin",
    label = "annotate an `impl {Self}` block with `#[plugin]`"
)]
pub trait Plugin: 'static {
    /// The manifest.
    const MANIFEST: &'static Manifest;
}

/// What `#[plugin]` implements: its name is what the compiler says of a second block for one type.
#[doc(hidden)]
pub trait OnePluginBlockPerType: 'static {
    const MANIFEST: &'static Manifest;
}

#[diagnostic::do_not_recommend]
impl<T: OnePluginBlockPerType> Plugin for T {
    const MANIFEST: &'static Manifest = <T as OnePluginBlockPerType>::MANIFEST;
}

/// The manifest of a plugin: everything that is known of it before its code runs; made by `#[plugin]`.
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
    /// The permissions: its capabilities and environment variables.
    pub permissions: Permissions,
    /// The author's word on where its code runs, unless the operator says otherwise.
    pub tier: Option<Tier>,
    /// The ids of plugins that start before it and stop after it.
    pub after: &'static [&'static str],
    /// The plugin whose place it takes.
    pub replaces: Option<&'static str>,
    /// The ids of plugins without which it cannot be in a binary.
    pub requires: &'static [&'static str],
    /// The ids of plugins with which it cannot be in one binary.
    pub conflicts: &'static [&'static str],
    /// Says for which agents and roles it works; for all, if absent.
    pub applies_to: Option<fn(&str, Role) -> bool>,
    /// Its hooks, in the order of the source.
    pub hooks: &'static [HookDecl],
    /// The contributions, in the order of the source.
    pub contributions: &'static [&'static dyn Contribution],
    /// The names of the contributions, in the same order, as the compiler can read them.
    pub names: &'static [ContributionName],
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

    /// Returns whether its crate was compiled from outside of the workspace: from a registry, a repository, or another folder.
    ///
    /// Cargo compiles what lies in the workspace's folder, and so what was vendored there, by paths that begin there, and all
    /// else by absolute ones.
    pub fn is_foreign(&self) -> bool {
        Path::new(self.file).is_absolute()
    }

    /// Returns the tier that it is to run in: what the operator says, else its author; else a worker for a plugin from outside
    /// of the workspace, and the host's process for the workspace's own.
    pub fn tier_choice(&self, operator: &Isolation) -> TierChoice {
        match (operator.tier, self.tier) {
            (Some(tier), _) => TierChoice { tier, by: ChosenBy::Operator },
            (None, Some(tier)) => TierChoice { tier, by: ChosenBy::Author },
            (None, None) if self.is_foreign() => {
                TierChoice { tier: Tier::Worker, by: ChosenBy::ForeignCrate }
            }
            (None, None) => TierChoice { tier: Tier::Inline, by: ChosenBy::OwnCrate },
        }
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

    /// Returns what in its sections does not fit the plugin's type, without making the plugin; paths are those of the
    /// configuration file.
    pub fn config_problems(&self, sections: &SectionSet) -> Problems {
        let mut problems: Vec<Problem> = Vec::new();
        for agent in sections.instances() {
            let wrong = self.lifecycle.problems(sections.of(agent));
            // A value that agents have from the plugin's own section is told once.
            let wrong = sections.in_configuration(self.id, agent, wrong).0.into_iter();
            problems.extend(wrong.filter(|it| !problems.contains(it)).collect::<Vec<_>>());
        }
        Problems(problems)
    }

    /// Returns the values of a section that may be shown: those that the plugin's type knows and marks no secret.
    pub fn public_values(&self, section: &Section) -> Value {
        match self.config_schema() {
            Some(Ok(schema)) => section.public_values(&schema),
            // Without its schema nothing of a section may be shown.
            _ => Value::Object(Map::new()),
        }
    }

    /// Returns where it is declared.
    pub const fn place(&self) -> SourceLocation {
        self.at(self.line)
    }

    /// Returns the origin of one of its hooks.
    pub fn origin(&self, hook: &HookDecl) -> HookOrigin {
        HookOrigin { plugin: self.id, hook: hook.method, file: self.file, line: hook.line }
    }

    pub(crate) const fn at(&self, line: u32) -> SourceLocation {
        SourceLocation { file: self.file, line }
    }
}
