use serde::Serialize;
use std::fmt;

/// The permissions of a plugin: what it may do beside computing, as its manifest declares it.
#[derive(Debug, Clone, Copy)]
pub struct Permissions {
    /// The plugin's id.
    pub plugin: &'static str,
    /// The capabilities it declares; everything else is refused.
    pub capabilities: &'static [Capability],
    /// The environment variables it needs.
    pub env: &'static [EnvVar],
}

impl Permissions {
    /// Returns whether the plugin declares a capability.
    pub fn has(&self, capability: Capability) -> bool {
        self.capabilities.contains(&capability)
    }

    /// Returns whether the plugin may read an environment variable: it declares that it needs it, or reads any.
    pub fn has_env(&self, name: &str) -> bool {
        self.has(Capability::Env) || self.env.iter().any(|env| env.name == name)
    }
}

/// An environment variable that a plugin needs.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct EnvVar {
    /// The variable's name.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// Whether its value must never be shown.
    pub secret: bool,
}

/// A capability: something that a plugin declares it does beside computing.
///
/// A service of the host refuses a plugin that does not declare the service's capability. What the plugin does without
/// the host is **not** refused while it runs inline, in the host's process: it can open a file or a connection, run a
/// program and read the environment by itself. There a capability is a promise of the author for whoever reviews the
/// plugin, not a fence. In a worker the system refuses what is not declared: files but the plugin's own, connections,
/// programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Capability {
    /// Opens network connections: sends HTTP requests with [`Cx::http`](crate::Cx::http), or others by itself.
    Net,
    /// Keeps files in a folder of its own, with [`Cx::dir`](crate::Cx::dir). An inline plugin that opens other files by
    /// itself is not refused.
    Files,
    /// Reads any environment variable with [`Cx::env`](crate::Cx::env), not only those that the plugin declares.
    Env,
    /// Sends messages of its own accord, with [`Cx::send`](crate::Cx::send).
    Send,
    /// Makes schedules, with [`Cx::schedule`](crate::Cx::schedule).
    Schedule,
    /// Asks models, with [`Cx::model`](crate::Cx::model).
    Model,
    /// Calls tools, with [`Cx::tool`](crate::Cx::tool).
    Tool,
    /// Runs programs. An inline plugin that runs some by itself is not refused.
    Process,
    /// Reads sessions and changes them, with [`Cx::sessions`](crate::Cx::sessions).
    Sessions,
    /// Answers HTTP requests, with `#[routes]`; the macro refuses that without it.
    Routes,
}

impl Capability {
    /// Every capability.
    pub const ALL: [Self; 10] = [
        Self::Net,
        Self::Files,
        Self::Env,
        Self::Send,
        Self::Schedule,
        Self::Model,
        Self::Tool,
        Self::Process,
        Self::Sessions,
        Self::Routes,
    ];
}

impl Capability {
    /// Returns the name, as `#[plugin]` and `plugins!` write it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Net => "net",
            Self::Files => "files",
            Self::Env => "env",
            Self::Send => "send",
            Self::Schedule => "schedule",
            Self::Model => "model",
            Self::Tool => "tool",
            Self::Process => "process",
            Self::Sessions => "sessions",
            Self::Routes => "routes",
        }
    }

    /// Returns whether a list holds it; at compile time as well.
    pub(crate) const fn is_in(self, list: &[Self]) -> bool {
        let mut index = 0;
        while index < list.len() {
            if list[index] as u8 == self as u8 {
                return true;
            }
            index += 1;
        }
        false
    }
}

impl fmt::Display for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
