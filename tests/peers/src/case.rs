//! How many hooks are registered and which of them care.

pub const SIZES: [usize; 5] = [0, 1, 4, 8, 16];

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Idle,
    One,
    All,
}

impl Case {
    pub const EACH: [Self; 3] = [Self::Idle, Self::One, Self::All];

    pub const fn key(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::One => "one",
            Self::All => "all",
        }
    }

    pub const fn title(self) -> &'static str {
        match self {
            Self::Idle => "nobody interested",
            Self::One => "one of n interested (the first)",
            Self::All => "all n interested",
        }
    }

    /// Whether the hook at `index` looks at the call.
    pub const fn interested(self, index: usize) -> bool {
        match self {
            Self::Idle => false,
            Self::One => index == 0,
            Self::All => true,
        }
    }

    /// Number of hooks that look, among `size`.
    pub fn looks(self, size: usize) -> u64 {
        (0..size)
            .map(|index| u64::from(self.interested(index)))
            .sum()
    }
}
