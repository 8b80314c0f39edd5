use super::conflict::Conflict;
use super::text::Text;

/// The number of conflicts of one plugin that are told at once.
const CAPACITY: usize = 8;

/// The conflicts of one plugin with those before it in the list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    conflicts: [Option<Conflict>; CAPACITY],
    length: usize,
}

impl Found {
    pub(super) const NOTHING: Self = Self { conflicts: [None; CAPACITY], length: 0 };

    #[allow(clippy::large_types_passed_by_value, reason = "it is kept, and made once in a failure")]
    pub(super) const fn push(&mut self, conflict: Conflict) {
        if self.length < CAPACITY {
            self.conflicts[self.length] = Some(conflict);
            self.length += 1;
        }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Returns what is wrong, in sentences.
    pub(super) const fn text(&self) -> Text {
        let mut text = Text::new();
        let mut index = 0;
        while index < self.length {
            if let Some(conflict) = &self.conflicts[index] {
                if index > 0 {
                    text.push("; and ");
                }
                text.push_conflict(conflict);
            }
            index += 1;
        }
        text
    }

    pub(super) fn into_iter(self) -> impl Iterator<Item = Conflict> {
        self.conflicts.into_iter().flatten()
    }
}
