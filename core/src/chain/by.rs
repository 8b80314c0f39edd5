use crate::plugin::{HookDecl, Manifest};
use serde::Serialize;
use std::fmt;

/// Names the hook that did something: plugin, method, file and line.
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

impl HookOrigin {
    pub(crate) fn hook(owner: &'static Manifest, decl: &'static HookDecl) -> Self {
        Self { plugin: owner.id, hook: decl.method, file: owner.file, line: decl.line }
    }
}

impl fmt::Display for HookOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { plugin, hook, file, line } = self;
        write!(f, "`{plugin}` ({hook}, {file}:{line})")
    }
}
