use super::account::{Account, MemoryUsage, accounts};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What is on the account of a plugin: what it has and has taken in this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Usage {
    /// Its memory; `None` if the allocator of this binary does not count.
    pub memory: Option<MemoryUsage>,
    /// How long it has used processors, as the watchdog has seen it: exact for calls that keep a thread, else sampled.
    pub cpu: Duration,
}

static MEMORY_IS_COUNTED: AtomicBool = AtomicBool::new(false);

/// Notes that the allocator of this binary counts on [accounts](super::Account).
pub fn memory_is_counted() {
    MEMORY_IS_COUNTED.store(true, Ordering::Relaxed);
}

/// Returns whether the allocator of this binary counts the memory of plugins.
pub fn counts_memory() -> bool {
    MEMORY_IS_COUNTED.load(Ordering::Relaxed)
}

/// Returns what each plugin has and has taken, by id. Plugins that have never run in this process are not among them.
pub fn usage() -> Vec<(&'static str, Usage)> {
    let mut usage: Vec<_> =
        accounts().into_iter().map(|(plugin, account)| (plugin, Usage::of(account))).collect();
    usage.sort_by_key(|(plugin, _)| *plugin);
    usage
}

/// Returns what a plugin has and has taken; `None` for one that has never run in this process.
pub fn usage_of(plugin: &str) -> Option<Usage> {
    let found = accounts().into_iter().find(|(id, _)| *id == plugin);
    found.map(|(_, account)| Usage::of(account))
}

impl Usage {
    fn of(account: Account) -> Self {
        Self { memory: counts_memory().then(|| account.memory()), cpu: account.cpu() }
    }
}
