use super::isolation::Tier;
use super::manifest::Manifest;
use crate::cx::Capability;
use std::fmt;

/// Something that a manifest can declare and that has no effect yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct NotYet {
    /// What is declared.
    pub declared: Declared,
    /// Why it has no effect yet.
    pub reason: &'static str,
}

/// A declaration of a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Declared {
    /// The tier: `tier = "worker"`.
    Tier(Tier),
    /// A capability: `capabilities = [net]`.
    Capability(Capability),
}

impl fmt::Display for Declared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tier(tier) => write!(f, "tier {tier}"),
            Self::Capability(capability) => write!(f, "capability {capability}"),
        }
    }
}

/// Everything that a manifest can declare and that has no effect yet. An entry goes when its feature comes.
pub const NOT_YET: [NotYet; 0] = [];

impl NotYet {
    /// Returns the entry of a declaration, if it has no effect yet.
    pub fn find(declared: Declared) -> Option<&'static Self> {
        NOT_YET.iter().find(|entry| entry.declared == declared)
    }

    /// Returns what a manifest declares and what has no effect yet.
    pub fn of(manifest: &Manifest) -> Vec<&'static Self> {
        let capabilities = manifest.permissions.capabilities.iter().map(|it| Declared::Capability(*it));
        let declared = manifest.tier.map(Declared::Tier).into_iter().chain(capabilities);
        declared.filter_map(Self::find).collect()
    }
}
