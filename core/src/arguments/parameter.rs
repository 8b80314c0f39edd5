use super::kind::ParameterKind;
use std::fmt;

/// One argument that a command or a verb takes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parameter {
    /// The name.
    pub name: String,
    /// What it is, as its author describes it.
    pub description: String,
    /// Whether it must be given.
    pub required: bool,
    /// What it takes.
    pub kind: ParameterKind,
}

impl Parameter {
    /// Returns the name as it stands behind two dashes: `dry-run` for `dry_run`.
    pub fn flag(&self) -> String {
        self.name.replace('_', "-")
    }

    /// Returns whether a word means it by position: everything but what is yes or no.
    pub(super) fn has_place(&self) -> bool {
        self.kind != ParameterKind::Flag
    }

    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.flag() == name
    }
}

/// Writes it as it stands in a line that shows how a command is used: `<minutes>`, `[text]`, `[--loud]`.
impl fmt::Display for Parameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { name, required, kind, .. } = self;
        match kind {
            ParameterKind::Flag => return write!(f, "[--{}]", self.flag()),
            _ if *required => write!(f, "<{name}>")?,
            _ => write!(f, "[{name}]")?,
        }
        f.write_str(if matches!(kind, ParameterKind::List(_)) { "..." } else { "" })
    }
}
