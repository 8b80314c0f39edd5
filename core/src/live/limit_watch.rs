use crate::fault::FaultKind;
use crate::plugin::Limits;
use crate::watchdog::Usage;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::time::Duration;
use tokio::time::Instant;

/// Over how long the time of processors is averaged.
const WINDOW: Duration = Duration::from_secs(10);

/// A limit that a plugin has broken, with what it has and what it may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Broken {
    Memory { bytes: u64, limit: u64 },
    Cpu { used: Duration, over: Duration, limit: Duration },
}

impl Broken {
    pub(super) fn kind(&self) -> FaultKind {
        match self {
            Self::Memory { .. } => FaultKind::Memory,
            Self::Cpu { .. } => FaultKind::Cpu,
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory { bytes, limit } => write!(f, "{bytes} bytes, and may have {limit}"),
            Self::Cpu { used, over, limit } => {
                write!(f, "{used:.1?} in {over:.0?}, and may use {limit:?} each second")
            }
        }
    }
}

/// What is known of plugins from the last times somebody looked.
#[derive(Debug, Default)]
pub(super) struct LimitWatch(HashMap<&'static str, History>);

#[derive(Debug, Default)]
struct History {
    /// Memory that stayed behind when the plugin had too much; it does not count against one that is switched on again.
    written_off: u64,
    memory_reported: bool,
    /// The time of processors that was used at each look of the window.
    cpu: VecDeque<(Instant, Duration)>,
    cpu_reported: bool,
}

impl LimitWatch {
    /// Takes what a plugin has now, and returns the limits that it has broken and that were not told before.
    pub(super) fn look(
        &mut self,
        plugin: &'static str,
        usage: Usage,
        limits: &Limits,
        now: Instant,
    ) -> Vec<Broken> {
        let history = self.0.entry(plugin).or_default();
        let memory = history.memory(usage.memory.map_or(0, |it| it.bytes), limits.memory_bytes);
        let cpu = history.cpu(usage.cpu, limits.cpu_per_second, now);
        memory.into_iter().chain(cpu).collect()
    }

    /// Notes that the plugin is not called any more: what it still has stays with the process.
    pub(super) fn write_off(&mut self, plugin: &'static str, bytes: u64) {
        self.0.insert(plugin, History { written_off: bytes, ..History::default() });
    }
}

impl History {
    fn memory(&mut self, bytes: u64, limit: Option<u64>) -> Option<Broken> {
        self.written_off = self.written_off.min(bytes);
        let bytes = bytes - self.written_off;
        let broken = limit.filter(|limit| bytes > *limit).map(|limit| Broken::Memory { bytes, limit });
        let is_news = !std::mem::replace(&mut self.memory_reported, broken.is_some());
        broken.filter(|_| is_news)
    }

    fn cpu(&mut self, used: Duration, limit: Option<Duration>, now: Instant) -> Option<Broken> {
        self.cpu.push_back((now, used));
        // The first that is kept is at least a window old.
        while self.cpu.get(1).is_some_and(|(then, _)| now - *then >= WINDOW) {
            self.cpu.pop_front();
        }
        let (then, before) = *self.cpu.front()?;
        let over = now - then;
        if over < WINDOW {
            return None;
        }
        let used = used.saturating_sub(before);
        let broken = limit
            .filter(|limit| used.as_secs_f64() > limit.as_secs_f64() * over.as_secs_f64())
            .map(|limit| Broken::Cpu { used, over, limit });
        let is_news = !std::mem::replace(&mut self.cpu_reported, broken.is_some());
        broken.filter(|_| is_news)
    }
}
