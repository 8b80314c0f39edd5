use super::level::Level;
use std::io;
use std::path::PathBuf;

/// Why a process did not get its sandbox; it must not go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SandboxError {
    /// A folder or file of the policy cannot be opened.
    #[error("`{}` is to be opened to the plugin, but cannot be found or read; create it, or take it out of the plugin's `folders`", path.display())]
    Path {
        /// The folder or file.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The policy requires everything, and the system lacks something.
    #[error(
        "the plugin requires a full sandbox, which this system does not give: {level}; \
         set `limits.require = \"best-effort\"` to run it with what there is"
    )]
    Lacking {
        /// What was reached.
        level: Box<Level>,
    },
    /// The filter of system calls cannot be made.
    #[error(
        "the filter of system calls is wrong: {why}; this is a mistake in hookwire-worker, please report it"
    )]
    Filter {
        /// What the compiler of filters says.
        why: String,
    },
}
