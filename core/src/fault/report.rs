use crate::origin::{HookOrigin, PluginCode};
use hookwire_macros::Described;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A failure of a plugin's code: which code, where, how and why; the event of `plugin.fault`.
///
/// Faults are mostly those of hooks. Of other code, whose errors go to whoever called it, only what no caller hears of is
/// a fault: what the watchdog sees, a panic in a drop, and what goes wrong in a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct Fault {
    /// The plugin's id.
    pub plugin: String,
    /// The kind of code that failed.
    #[serde(default)]
    pub code: PluginCode,
    /// The point the hook was called at; empty for other code.
    pub point: String,
    /// The name of the hook's method, of the tool, the command, the provider or the task; empty for a plugin as a whole.
    pub hook: String,
    /// The file of the method.
    pub file: String,
    /// The line of the method.
    pub line: u32,
    /// The way in which it failed.
    pub kind: FaultKind,
    /// The error's text, or what the host saw.
    pub message: String,
    /// Whether the operation was refused because of it.
    pub refused: bool,
    /// Whether it happened while `plugin.fault` hooks ran: then it is not passed on to them again.
    #[serde(default)]
    pub aftermath: bool,
}

/// The way in which code of a plugin failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Described)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FaultKind {
    /// It returned an error.
    Error,
    /// It panicked, while it ran or while it was dropped.
    Panic,
    /// It took longer than it may; its future was dropped.
    Timeout,
    /// It blocks a thread of the runtime; nothing can stop it.
    Blocking,
    /// It has run past its own time-out without yielding; nothing can stop it.
    Overrun,
    /// It kept failing and is left out for a while.
    Suspended,
    /// Its process ended, or was ended, while it ran.
    Lost,
    /// Its plugin has more memory than it may.
    Memory,
    /// It has used a processor for longer than it may.
    Cpu,
}

impl Fault {
    pub(crate) fn new(point: &str, by: HookOrigin, kind: FaultKind, message: String) -> Self {
        Self {
            plugin: by.plugin.into(),
            code: PluginCode::Hook,
            point: point.into(),
            hook: by.hook.into(),
            file: by.file.into(),
            line: by.line,
            kind,
            message,
            refused: false,
            aftermath: false,
        }
    }
}

impl fmt::Display for FaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Error => "failed",
            Self::Panic => "panicked",
            Self::Timeout => "timed out",
            Self::Blocking => "is blocking",
            Self::Overrun => "runs past its time-out",
            Self::Suspended => "was suspended",
            Self::Lost => "lost its process",
            Self::Memory => "has too much memory",
            Self::Cpu => "has used too much processor time",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plugin, code, point, hook, file, line, kind, message, .. } = self;
        match code {
            PluginCode::Plugin => write!(f, "`{plugin}`")?,
            PluginCode::Hook => write!(f, "hook `{hook}` of `{plugin}` at `{point}`")?,
            _ => write!(f, "{code} `{hook}` of `{plugin}`")?,
        }
        write!(f, " ({file}:{line}) {kind}: {message}")
    }
}
