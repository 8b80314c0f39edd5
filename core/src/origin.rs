//! Where code stands: the method of a plugin that did something, and places in the source.

use hookwire_macros::Described;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The hook that did something: its plugin, method, file and line.
///
/// The texts are static, except in a record that was read back from a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct HookOrigin<Text = &'static str> {
    /// The plugin's id.
    pub plugin: Text,
    /// The method's name.
    pub hook: Text,
    /// The file of the method.
    pub file: Text,
    /// The line of the method.
    pub line: u32,
}

impl HookOrigin {
    /// Returns the same origin with other types of texts.
    pub fn into_text<Text: From<&'static str>>(self) -> HookOrigin<Text> {
        let Self { plugin, hook, file, line } = self;
        HookOrigin { plugin: plugin.into(), hook: hook.into(), file: file.into(), line }
    }
}

impl<Text: fmt::Display> fmt::Display for HookOrigin<Text> {
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

/// The kinds of code of a plugin that the host calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Described)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum PluginCode {
    /// A hook.
    #[default]
    Hook,
    /// A tool.
    Tool,
    /// A slash command.
    Command,
    /// The function that opens a provider's models.
    Model,
    /// A contribution of any other kind.
    Contribution,
    /// The function that makes the plugin.
    Init,
    /// The method called when all plugins are made.
    Start,
    /// The method called before the end.
    Stop,
    /// A task that the plugin has spawned.
    Task,
    /// All of it: what the plugin has or takes as a whole.
    Plugin,
}

impl fmt::Display for PluginCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hook => "hook",
            Self::Tool => "tool",
            Self::Command => "command",
            Self::Model => "model provider",
            Self::Contribution => "contribution",
            Self::Init => "init",
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Task => "task",
            Self::Plugin => "plugin",
        })
    }
}
