use super::context::Cx;
use crate::error::{Error, Result};
use crate::secret::Secret;

impl Cx {
    /// Returns an environment variable, if the plugin declares that it needs it: `#[plugin(env(name = ".."))]`.
    ///
    /// A plugin whose variables are not all set does not start, so the value is there.
    pub fn env(&self, name: &str) -> Result<Secret> {
        if self.permissions().is_some_and(|plugin| !plugin.has_env(name)) {
            return Err(Error::msg(format!(
                "`{}` reads the environment variable `{name}` without declaring it; add \
                 `env(name = \"{name}\")` to its `#[plugin(..)]`",
                self.plugin()
            )));
        }
        self.var(name).ok_or_else(|| Error::msg(format!("the environment variable `{name}` is not set")))
    }

    /// Returns whether an environment variable is set, declared or not.
    pub(crate) fn has_env(&self, name: &str) -> bool {
        self.var(name).is_some()
    }

    fn var(&self, name: &str) -> Option<Secret> {
        self.services().env.as_ref()?.var(name)
    }
}
