//! Who runs: every way of calling hooks, in every case and size.

use crate::hooks::{self, Family};
use crate::measure::Timed;
use crate::{direct, ours, wrap};
use std::fmt;
use tokio::runtime::Runtime;

pub(crate) const SIZES: [usize; 5] = [0, 1, 4, 8, 16];

/// How the hooks are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Mode {
    /// Plain functions.
    Sync,
    /// `async`, ready at once.
    Async,
    /// `async`, each waits once.
    Pending,
    /// `async`, around the rest of the chain.
    Wrap,
}

/// What the hooks do; see [`crate::body::Look`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Body {
    Small,
    Bare,
}

/// How many of the hooks care.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Case {
    Idle,
    One,
    All,
}

impl Case {
    pub(crate) const EACH: [Self; 3] = [Self::Idle, Self::One, Self::All];

    pub(crate) fn interested(self, index: usize) -> bool {
        match self {
            Self::Idle => false,
            Self::One => index == 0,
            Self::All => true,
        }
    }

    /// Returns how many of `size` hooks are interested.
    pub(crate) fn count(self, size: usize) -> usize {
        (0..size).filter(|&index| self.interested(index)).count()
    }
}

/// How the hooks are called.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Way {
    /// Ours, through the wiring, as a host does.
    Fire,
    /// Ours, with the chain already at hand.
    Run,
    /// The same methods, called by hand.
    Direct,
    /// A vector of boxed trait objects.
    Boxed,
    /// One call that is not inlined, for scale.
    Plain,
    /// Nested tower services, as one type.
    TowerStatic,
    /// Nested `BoxCloneService`s, owned by the caller.
    TowerOwned,
    /// The same, shared: cloned for each call.
    TowerShared,
}

impl Way {
    /// All that are shown in tables, in order.
    pub(crate) const LISTED: [Self; 7] = [
        Self::Fire,
        Self::Run,
        Self::Direct,
        Self::Boxed,
        Self::TowerStatic,
        Self::TowerOwned,
        Self::TowerShared,
    ];
}

/// What a cell of the tables is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Key {
    pub(crate) mode: Mode,
    pub(crate) body: Body,
    pub(crate) case: Case,
    pub(crate) way: Way,
    pub(crate) size: usize,
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { mode, body, case, way, size } = self;
        let name = format!("{mode:?}.{body:?}.{case:?}.{way:?}.{size}.");
        f.write_str(&name.to_lowercase())
    }
}

/// Those who run.
pub(crate) struct Field<'a> {
    /// Starts the plugins.
    pub(crate) runtime: &'a Runtime,
    /// Part of the names of those who run.
    pub(crate) wanted: &'a str,
    pub(crate) entries: Vec<(Key, Box<dyn Timed>)>,
}

impl Field<'_> {
    /// Takes one in, unless others are wanted.
    pub(crate) fn add<T: Timed + 'static>(&mut self, key: Key, chain: impl FnOnce() -> T) {
        if key.to_string().contains(self.wanted) {
            self.entries.push((key, Box::new(chain())));
        }
    }

    /// Takes everybody in.
    pub(crate) fn fill(&mut self) {
        for case in Case::EACH {
            for size in SIZES {
                self.family::<hooks::small::Plain>(case, size);
                self.family::<hooks::bare::Plain>(case, size);
                self.family::<hooks::small::Ready>(case, size);
                self.family::<hooks::bare::Ready>(case, size);
                self.family::<hooks::small::Waits>(case, size);
                self.family::<hooks::bare::Waits>(case, size);
                wrap::fill(self, case, size);
            }
        }
        let (mode, body, case, way, size) = (Mode::Sync, Body::Bare, Case::All, Way::Plain, 1);
        self.add(Key { mode, body, case, way, size }, direct::Plain::default);
    }

    fn family<F: Family>(&mut self, case: Case, size: usize) {
        let key = |way| Key { mode: F::MODE, body: F::BODY, case, way, size };
        let runtime = self.runtime;
        let live = || ours::Live::start(F::PLUGINS, case, size, runtime);
        self.add(key(Way::Fire), || ours::Fire(live()));
        self.add(key(Way::Run), || ours::Run(live()));
        self.add(key(Way::Direct), || F::direct(case.count(size)));
        self.add(key(Way::Boxed), || F::boxed(case, size));
    }
}
