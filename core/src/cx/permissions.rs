use serde::Serialize;

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

    /// Returns whether the plugin declares that it needs an environment variable.
    pub fn has_env(&self, name: &str) -> bool {
        self.env.iter().any(|env| env.name == name)
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

/// Something a plugin may do beside computing; what is not declared is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Capability {
    /// Opens network connections.
    Net,
    /// Reads and writes files.
    Files,
    /// Reads environment variables.
    Env,
    /// Sends messages of its own accord.
    Send,
    /// Creates schedules.
    Schedule,
    /// Calls models.
    Model,
    /// Calls tools.
    Tool,
    /// Runs programs.
    Process,
}
