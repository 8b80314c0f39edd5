//! Where code stands: the hook that did something, and its place in the source.

use serde::Serialize;
use std::fmt;

/// The hook that did something: its plugin, method, file and line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct HookOrigin {
    /// The plugin's id.
    pub plugin: &'static str,
    /// The method's name.
    pub hook: &'static str,
    /// The file of the method.
    pub file: &'static str,
    /// The line of the method.
    pub line: u32,
}

impl fmt::Display for HookOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plugin, hook, file, line } = self;
        write!(f, "`{plugin}` ({hook}, {file}:{line})")
    }
}

/// A place in the source: file and line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SourceLocation {
    /// The file, as the compiler names it.
    pub file: &'static str,
    /// The line, from 1.
    pub line: u32,
}

impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
