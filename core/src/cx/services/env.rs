use crate::secret::Secret;
use std::fmt;

/// The service that reads environment variables, for plugins that have declared them.
pub trait EnvService: Send + Sync + fmt::Debug {
    /// Returns the value of a variable, if it is set.
    fn var(&self, name: &str) -> Option<Secret>;
}

/// The environment of the process.
#[derive(Debug, Clone, Copy, Default)]
pub struct ProcessEnv;

impl EnvService for ProcessEnv {
    fn var(&self, name: &str) -> Option<Secret> {
        std::env::var(name).ok().map(Secret::new)
    }
}
