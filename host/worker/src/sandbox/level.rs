use serde::{Deserialize, Serialize};
use std::fmt;

/// How far one part of the sandbox holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enforced {
    /// As asked.
    Full,
    /// Less than asked.
    Partial {
        /// What lacks.
        why: String,
    },
    /// Not at all.
    None {
        /// What lacks.
        why: String,
    },
}

impl Enforced {
    /// Part of what was asked holds.
    pub(super) fn partial(why: impl Into<String>) -> Self {
        Self::Partial { why: why.into() }
    }

    /// Nothing of what was asked holds.
    pub(super) fn none(why: impl Into<String>) -> Self {
        Self::None { why: why.into() }
    }

    /// Returns what lacks, unless all holds.
    pub fn lack(&self) -> Option<&str> {
        match self {
            Self::Full => None,
            Self::Partial { why } | Self::None { why } => Some(why),
        }
    }
}

/// The level of isolation that a sandbox reached, part by part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// The resource limits.
    pub rlimits: Enforced,
    /// That no program started from here gains privileges.
    pub no_new_privs: Enforced,
    /// That the process has none of root's capabilities.
    pub capabilities: Enforced,
    /// Files, TCP and signals, fenced by Landlock.
    pub landlock: Enforced,
    /// System calls, fenced by seccomp.
    pub seccomp: Enforced,
}

impl Level {
    /// Returns whether every part holds as asked.
    pub fn is_full(&self) -> bool {
        self.parts().iter().all(|(_, part)| **part == Enforced::Full)
    }

    /// Returns the parts with their names, in the order in which they are put up.
    pub fn parts(&self) -> [(&'static str, &Enforced); 5] {
        [
            ("rlimits", &self.rlimits),
            ("no_new_privs", &self.no_new_privs),
            ("capabilities", &self.capabilities),
            ("landlock", &self.landlock),
            ("seccomp", &self.seccomp),
        ]
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_full() {
            return f.write_str("full");
        }
        let mut separator = "";
        for (name, part) in self.parts() {
            let (word, why) = match part {
                Enforced::Full => continue,
                Enforced::Partial { why } => ("partial", why),
                Enforced::None { why } => ("none", why),
            };
            write!(f, "{separator}{name}: {word} ({why})")?;
            separator = "; ";
        }
        Ok(())
    }
}
