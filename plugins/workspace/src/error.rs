use hookwire::cx::HostFilesError;
use rustix::io::Errno;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

/// An error of the file tools, in words that tell the model what to do next.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The root cannot be opened.
    #[error("the root `{}` cannot be opened: {source}; set `root` to a folder that exists", path.display())]
    Root {
        /// The root.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The root is the host's data folder, or lies in it, or nobody knows where that is.
    #[error("the root: {0}; set another `root`, or choose another data folder with --data")]
    HostFiles(#[from] HostFilesError),
    /// The path is absolute.
    #[error("`{0}` is absolute; give paths relative to the workspace's root, such as `src/main.rs`")]
    Absolute(String),
    /// The path leads out of the root.
    #[error("`{0}` leads out of the workspace; only files beneath its root can be reached")]
    Outside(String),
    /// The path contains a NUL character.
    #[error("a path cannot contain a NUL character; remove it")]
    Nul,
    /// The file or folder does not exist.
    #[error("there is no `{0}`; `list_files` shows what there is")]
    Missing(String),
    /// The path is a folder where a file is needed.
    #[error("`{0}` is a folder; name a file")]
    Folder(String),
    /// The path is neither a file nor a folder.
    #[error("`{0}` is a pipe, a socket or a device; only files can be read and written")]
    Special(String),
    /// The path to write to is a symbolic link.
    #[error("`{link}` is a symbolic link to `{target}`; write to that file by its own name")]
    Link {
        /// The path of the link.
        link: String,
        /// The target of the link.
        target: String,
    },
    /// The path to write to has a protected name in it.
    #[error("`{path}` cannot be written: `{name}` is protected; ask the user to change it")]
    Protected {
        /// The path of the file.
        path: String,
        /// The protected name.
        name: String,
    },
    /// The path has a secret name in it.
    #[error("`{path}` cannot be opened: `{name}` is a secret; go on without it")]
    Secret {
        /// The path of the file.
        path: String,
        /// The secret name.
        name: String,
    },
    /// The path lies in the host's data folder.
    #[error("`{0}` lies where the host keeps the conversations of all users; go on without it")]
    Data(String),
    /// The file is marked as read-only.
    #[error("`{0}` is read-only; ask the user before you change that")]
    ReadOnly(String),
    /// The file is not text.
    #[error("`{path}` is binary ({bytes} bytes) and cannot be read or edited as text")]
    Binary {
        /// The path of the file.
        path: String,
        /// The size of the file.
        bytes: u64,
    },
    /// The file would be larger than the limit.
    #[error("`{path}` would have {bytes} bytes, and the limit is {limit}; write less, or several files")]
    TooLarge {
        /// The path of the file.
        path: String,
        /// The size that the file would have.
        bytes: u64,
        /// The largest size allowed.
        limit: usize,
    },
    /// The file has fewer lines than the requested offset.
    #[error("`{path}` ends with line {lines}; `offset` can be {lines} at most")]
    PastEnd {
        /// The path of the file.
        path: String,
        /// The number of lines in the file.
        lines: usize,
    },
    /// The passage to replace is not in the file.
    #[error("the old text is not in `{path}`{hint}; read the file again and copy the passage exactly")]
    NoMatch {
        /// The path of the file.
        path: String,
        /// A line that resembles the passage, if there is one.
        hint: String,
    },
    /// The passage to replace is in the file more than once.
    #[error(
        "the old text is in `{path}` {count} times, on lines {lines}; add the lines around it until it is unique"
    )]
    Matches {
        /// The path of the file.
        path: String,
        /// The number of occurrences.
        count: usize,
        /// The numbers of the first few lines.
        lines: String,
    },
    /// The edit would change nothing.
    #[error("{0}")]
    NoEdit(&'static str),
    /// The file was changed by another program during the write.
    #[error("`{0}` was changed by another program in the meantime, and was left like that; read it again")]
    Changed(String),
    /// The pattern to search for is not a regular expression.
    #[error("`{pattern}` is not a regular expression: {source}; put a backslash before special characters")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// The parser's error.
        source: regex::Error,
    },
    /// The pattern of file names is invalid.
    #[error("`{0}` is not a file pattern; use `*`, `**`, `?` and `{{a,b}}`, as in `src/**/*.rs`")]
    Glob(String),
    /// The call was cancelled.
    #[error("the call was cancelled")]
    Cancelled,
    /// The operating system refused the operation.
    #[error("`{path}` cannot be {action}: {source}")]
    Io {
        /// The operation, as a participle.
        action: &'static str,
        /// The path of the file.
        path: String,
        /// The system's error.
        source: io::Error,
    },
}

impl FileError {
    /// Converts an error of the system; the common ones get words that tell what to do next.
    pub(crate) fn from_io(path: &str, action: &'static str, source: io::Error) -> Self {
        // cap-std reports an escape without a code of the system; `openat2` reports one as XDEV.
        let is_escape = match source.raw_os_error() {
            None => source.kind() == ErrorKind::PermissionDenied,
            Some(code) => code == Errno::XDEV.raw_os_error(),
        };
        match source.kind() {
            _ if is_escape => Self::Outside(path.into()),
            ErrorKind::NotFound => Self::Missing(path.into()),
            ErrorKind::IsADirectory => Self::Folder(path.into()),
            _ => Self::Io { action, path: path.into(), source },
        }
    }
}

/// An error of `run_command`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// The command cannot be started.
    #[error("the command cannot be started: {0}")]
    Start(#[source] io::Error),
    /// The command was started, but waiting for its end failed.
    #[error("the command was started, but its result was lost: {0}")]
    Lost(#[source] io::Error),
    /// The command took longer than its time-out.
    #[error(
        "the command did not end within {secs} s and was killed with everything it had started; set a longer \
         `timeout_secs` (up to {most}) or give it less to do\n{output}"
    )]
    TimedOut {
        /// The time-out in seconds.
        secs: u64,
        /// The longest time-out that a call may set.
        most: u64,
        /// The output up to then.
        output: String,
    },
    /// The call was cancelled.
    #[error("the command was cancelled and killed with everything it had started")]
    Cancelled,
}
