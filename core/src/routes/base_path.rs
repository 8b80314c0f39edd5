use std::fmt;

/// The path under which the routes of a plugin are reached, for links; an extractor.
///
/// It is `/plugins/notes`, or `/agent/plugins/notes` where another application has mounted the host. A handler sees paths
/// inside the plugin only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BasePath(String);

impl BasePath {
    /// Makes the base path of a plugin in a host that is mounted under `mount`; empty, where it answers at the root.
    pub fn new(mount: &str, plugin: &str) -> Self {
        Self(format!("{mount}/plugins/{plugin}"))
    }

    /// Makes one of its text.
    #[cfg(feature = "remote")]
    pub(crate) fn at(path: String) -> Self {
        Self(path)
    }

    /// Returns the path, without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the path that leads to a path inside the plugin: `link("/list")` is `/plugins/notes/list`.
    pub fn link(&self, path: &str) -> String {
        format!("{}/{}", self.0, path.trim_start_matches('/'))
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
