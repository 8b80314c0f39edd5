/// How the call ends that misbehaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    /// With a result.
    Succeeds,
    /// With an error.
    Fails,
}

/// What the tier promises of a plugin in the host's process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inline {
    /// The call ends, and nothing else is different.
    Contained(Call),
    /// The call ends, and something stays.
    Leaves(Call, &'static [Residue]),
    /// Nobody gets an answer from the host any more, or not the caller.
    Hangs,
    /// The host's process ends: by a signal's name, or by `status <number>`.
    Dies(&'static str),
}

/// What stays in the host's process behind a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Residue {
    /// A thread that the plugin keeps busy or asleep.
    Thread,
    /// Threads that the plugin has made.
    Threads,
    /// Memory.
    Memory,
    /// Descriptors.
    Descriptors,
    /// Processes, dead ones that nobody has waited for included.
    Processes,
    /// Bytes in the host's standard output or error.
    Output,
    /// Another working directory.
    Directory,
    /// Another panic hook.
    PanicHook,
    /// Another environment.
    Environment,
    /// Signals that are blocked or ignored.
    Signals,
    /// Another value in memory that is not the plugin's.
    Corruption,
}

/// What the tier promises of a plugin in a process of its own. The host, and the other plugins, notice nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worker {
    /// The call ends, and the worker goes on.
    Kept(Call),
    /// The call ends, and the next one finds a new worker.
    Restarted(Call),
}

impl Residue {
    /// Returns what stays, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Thread => "a thread stays taken",
            Self::Threads => "its threads stay",
            Self::Memory => "the memory stays taken",
            Self::Descriptors => "the descriptors stay taken",
            Self::Processes => "its processes stay",
            Self::Output => "it is in the host's output",
            Self::Directory => "the host's working directory is another",
            Self::PanicHook => "the host's panic hook is another",
            Self::Environment => "the host's environment is another",
            Self::Signals => "the host's signals are blocked or ignored",
            Self::Corruption => "the host's memory is another, and nobody knows",
        }
    }
}
