use super::conflict::Conflict;
use std::fmt;

/// Everything about the plugins of a binary that cannot be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Conflicts(Vec<Conflict>);

impl Conflicts {
    /// Returns them one by one.
    pub fn all(&self) -> &[Conflict] {
        &self.0
    }

    #[allow(clippy::large_types_passed_by_value, reason = "it is kept, and made once in a failure")]
    pub(super) fn push(&mut self, conflict: Conflict) {
        self.0.push(conflict);
    }

    pub(super) fn retain(&mut self, keep: impl FnMut(&Conflict) -> bool) {
        self.0.retain(keep);
    }

    pub(super) fn none_or<T>(self, value: T) -> Result<T, Self> {
        if self.0.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl Extend<Conflict> for Conflicts {
    fn extend<I: IntoIterator<Item = Conflict>>(&mut self, conflicts: I) {
        self.0.extend(conflicts);
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
