use crate::plugin::{Manifest, SourceLocation};
use std::fmt;

/// A plugin, or something of it, and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Site {
    /// The plugin's id.
    pub plugin: &'static str,
    /// Where it stands.
    pub place: SourceLocation,
}

impl Site {
    pub(super) fn of(plugin: &'static Manifest) -> Self {
        Self::at(plugin, plugin.line)
    }

    pub(super) fn at(plugin: &'static Manifest, line: u32) -> Self {
        Self { plugin: plugin.id, place: plugin.at(line) }
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` at {}", self.plugin, self.place)
    }
}

/// Something about the plugins of a binary that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
#[allow(missing_docs, reason = "each sentence says what its fields are")]
pub enum Conflict {
    #[error(
        "{plugin} is listed at {listed} but was not linked; its crate must register it with `#[plugin]`, \
         and the linker must keep the section `linkme_HOOKWIRE_PLUGINS`"
    )]
    NotLinked { plugin: Site, listed: SourceLocation },

    #[error(
        "{plugin} was linked {count} times; probably a test links the plugin's crate twice, \
         move the test to a package of its own"
    )]
    LinkedAgain { plugin: Site, count: usize },

    #[error("{plugin} is listed twice; remove one of the two")]
    ListedTwice { plugin: Site },

    #[error(
        "two plugins have the id of {first}; give the second, at {second}, another: #[plugin(id = \"..\")]"
    )]
    SameId { first: Site, second: SourceLocation },

    #[error("the {what} `{name}` is of {first} and of {second}; rename one of them")]
    SameName { what: &'static str, name: &'static str, first: Site, second: Site },

    #[error("the {what} `{name}` of {plugin} has the name of one of the host's own; rename it")]
    Reserved { what: &'static str, name: &'static str, plugin: Site },

    #[error("two hook points have the name `{name}`: at {first} and at {second}; rename one of them")]
    SamePoint { name: &'static str, first: SourceLocation, second: SourceLocation },

    #[error("{plugin} replaces `{target}`, which is not in this binary{hint}")]
    ReplacesNobody { plugin: Site, target: &'static str, hint: String },

    #[error("{first} and {second} both replace `{target}`; switch one of them off")]
    ReplacedTwice { target: &'static str, first: Site, second: Site },

    #[error("{}, so none of them would run; drop one `replaces`", circle(plugins, " is replaced by "))]
    ReplacedInCircle { plugins: Vec<Site> },

    #[error("a hook of {site} is to run {relation} `{target}`, but there is no such plugin{hint}")]
    UnknownNeighbour { site: Site, relation: &'static str, target: &'static str, hint: String },

    #[error("{plugin} is to start after `{target}`, but there is no such plugin{hint}")]
    StartsAfterNobody { plugin: Site, target: &'static str, hint: String },

    #[error("no plugin of these can start first: {}; drop one `after`", circle(plugins, " starts after "))]
    StartCycle { plugins: Vec<Site> },

    #[error(
        "the hooks at `{point}` wait for each other: {}; drop one of the constraints",
        circle(hooks, " before ")
    )]
    Cycle { point: &'static str, hooks: Vec<Site> },
}

fn circle(sites: &[Site], relation: &str) -> String {
    let names: Vec<_> = sites.iter().chain(sites.first()).map(Site::to_string).collect();
    names.join(relation)
}

/// Everything about the plugins of a binary that cannot be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conflicts(Vec<Conflict>);

impl Conflicts {
    /// Returns them one by one.
    pub fn all(&self) -> &[Conflict] {
        &self.0
    }

    pub(super) fn push(&mut self, conflict: Conflict) {
        self.0.push(conflict);
    }

    pub(super) fn none_or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl fmt::Display for Conflicts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_slice() {
            [only] => only.fmt(f),
            all => {
                write!(f, "the plugins cannot live together, for {} reasons:", all.len())?;
                all.iter().try_for_each(|conflict| write!(f, "\n  - {conflict}"))
            }
        }
    }
}

impl std::error::Error for Conflicts {}
