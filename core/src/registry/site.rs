use super::names::same;
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
    pub(super) const fn of(plugin: &'static Manifest) -> Self {
        Self::at(plugin, plugin.line)
    }

    pub(super) const fn at(plugin: &'static Manifest, line: u32) -> Self {
        Self { plugin: plugin.id, place: plugin.at(line) }
    }
}

impl fmt::Display for Site {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` at {}", self.plugin, self.place)
    }
}

/// The length of the longest list of sites.
const CAPACITY: usize = 16;

/// A list of sites that can be made at compile time; what does not fit is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sites {
    all: [Option<Site>; CAPACITY],
    length: usize,
    complete: bool,
}

impl Sites {
    pub(super) const EMPTY: Self = Self { all: [None; CAPACITY], length: 0, complete: true };

    pub(super) const fn push(&mut self, site: Site) {
        if self.length == CAPACITY {
            self.complete = false;
            return;
        }
        self.all[self.length] = Some(site);
        self.length += 1;
    }

    pub(super) const fn site(&self, index: usize) -> Option<Site> {
        if index < self.length { self.all[index] } else { None }
    }

    pub(super) const fn is_complete(&self) -> bool {
        self.complete
    }

    /// Returns whether a plugin is among them.
    pub(super) const fn has(&self, plugin: &str) -> bool {
        let mut index = 0;
        while let Some(site) = self.site(index) {
            if same(site.plugin, plugin) {
                return true;
            }
            index += 1;
        }
        false
    }

    /// Returns the sites, one by one.
    pub fn iter(&self) -> impl Iterator<Item = Site> + '_ {
        self.all.iter().flatten().copied()
    }
}

/// What is near to an id that nobody has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hint {
    pub(super) near: Option<&'static str>,
    pub(super) known: Sites,
}

impl Hint {
    pub(super) const NONE: Self = Self { near: None, known: Sites::EMPTY };
}
