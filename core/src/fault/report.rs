use crate::origin::HookOrigin;
use serde::{Deserialize, Serialize};
use std::fmt;

/// A failure of a hook: which hook, where, how and why; the event of `plugin.fault`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fault {
    /// The plugin's id.
    pub plugin: String,
    /// The point the hook was called at.
    pub point: String,
    /// The method's name.
    pub hook: String,
    /// The file of the method.
    pub file: String,
    /// The line of the method.
    pub line: u32,
    /// How it went wrong.
    pub kind: FaultKind,
    /// What was said about it.
    pub message: String,
    /// Whether the operation was refused because of it.
    pub refused: bool,
    /// Whether it happened while `plugin.fault` hooks ran: then it is not passed on to them again.
    #[serde(default)]
    pub aftermath: bool,
}

/// The way in which a hook failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum FaultKind {
    /// It returned an error.
    Error,
    /// It panicked, while it ran or while it was dropped.
    Panic,
    /// It took longer than it may; its future was dropped.
    Timeout,
    /// It blocks a thread of the runtime: nothing can be done but tell.
    Blocking,
    /// It kept failing and is left out for a while.
    Suspended,
}

impl Fault {
    pub(crate) fn new(point: &str, by: HookOrigin, kind: FaultKind, message: String) -> Self {
        Self {
            plugin: by.plugin.into(),
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
            Self::Suspended => "was suspended",
        })
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plugin, point, hook, file, line, kind, message, .. } = self;
        write!(f, "hook `{hook}` of `{plugin}` at `{point}` ({file}:{line}) {kind}: {message}")
    }
}
