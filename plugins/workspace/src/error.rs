use std::io;
use std::path::PathBuf;

/// Why a file or folder cannot be worked with; the model reads it and tries again.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The root cannot be opened.
    #[error("the root `{}` cannot be opened: {source}; set `root` to a folder that exists", path.display())]
    Root {
        /// The root.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The root is where the host keeps its own things, or lies in there.
    #[error(
        "the root `{}` lies in the data folder `{}`, where the host keeps what all its users said; set another \
         `root`, or take another folder with --data",
        root.display(), data.display()
    )]
    RootInData {
        /// The root.
        root: PathBuf,
        /// The data folder.
        data: PathBuf,
    },
    /// Where the host keeps its own things cannot be found out.
    #[error("where the data folder `{}` lies cannot be found out: {source}; take another with --data", path.display())]
    NoData {
        /// The data folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The path is absolute.
    #[error("`{0}` is absolute; name paths from the workspace's root, as in `src/main.rs`")]
    Absolute(String),
    /// The path leads out of the root.
    #[error("`{0}` leads out of the workspace; only what lies beneath its root can be reached")]
    Outside(String),
    /// The path cannot be one.
    #[error("a path cannot have a NUL character; leave it out")]
    Nul,
    /// There is no such file.
    #[error("there is no `{0}`; `list_files` tells what there is")]
    Missing(String),
    /// It is a folder.
    #[error("`{0}` is a folder; name a file")]
    Folder(String),
    /// It is neither a file nor a folder.
    #[error("`{0}` is a pipe, a socket or a device; only files can be read and written")]
    Special(String),
    /// It is a symbolic link, and it is to be written.
    #[error("`{link}` is a symbolic link to `{target}`; write to that file by its own name")]
    Link {
        /// The link.
        link: String,
        /// What it says.
        target: String,
    },
    /// It may not be written.
    #[error("`{path}` is not written to: `{name}` is protected; ask the user to change it")]
    Protected {
        /// The file.
        path: String,
        /// The name that is protected.
        name: String,
    },
    /// It may not be read.
    #[error("`{path}` is not opened: `{name}` is a secret; do without it")]
    Secret {
        /// The file.
        path: String,
        /// The name that is secret.
        name: String,
    },
    /// It is the host's own.
    #[error("`{0}` is where the host keeps what all its users said; do without it")]
    Data(String),
    /// It is marked as read-only.
    #[error("`{0}` is read-only; ask the user before you change that")]
    ReadOnly(String),
    /// It is no text.
    #[error("`{path}` is binary ({bytes} bytes) and cannot be worked with as text")]
    Binary {
        /// The file.
        path: String,
        /// Its size.
        bytes: u64,
    },
    /// It is too large to be written.
    #[error("`{path}` would have {bytes} bytes, and {limit} are the limit; write less, or several files")]
    TooLarge {
        /// The file.
        path: String,
        /// Its size.
        bytes: u64,
        /// The most it may have.
        limit: usize,
    },
    /// It has fewer lines.
    #[error("`{path}` has only {lines} lines; ask for an `offset` up to that")]
    PastEnd {
        /// The file.
        path: String,
        /// How many it has.
        lines: usize,
    },
    /// The passage to replace is nowhere.
    #[error("the old text is nowhere in `{path}`{hint}; read the file again and copy the passage exactly")]
    NoMatch {
        /// The file.
        path: String,
        /// Where something alike stands.
        hint: String,
    },
    /// The passage to replace stands in more places than one.
    #[error(
        "the old text is in `{path}` {count} times, on lines {lines}; add lines around it until it is unique"
    )]
    Matches {
        /// The file.
        path: String,
        /// How often.
        count: usize,
        /// Where.
        lines: String,
    },
    /// The edit says nothing.
    #[error("{0}")]
    NoEdit(&'static str),
    /// Another program wrote the file meanwhile.
    #[error("`{0}` was changed by another program meanwhile and is left as that made it; read it again")]
    Changed(String),
    /// The pattern is no regular expression.
    #[error("`{pattern}` cannot be searched for: {source}; write special characters with a backslash")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What is wrong with it.
        source: regex::Error,
    },
    /// The pattern of names is none.
    #[error("`{0}` is no pattern of names; `*`, `**`, `?` and `{{a,b}}` are known, as in `src/**/*.rs`")]
    Glob(String),
    /// Nobody waits for the result any more.
    #[error("it was cancelled")]
    Cancelled,
    /// The system refused.
    #[error("`{path}` cannot be {doing}: {source}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// The file.
        path: String,
        /// Why not.
        source: io::Error,
    },
}

/// Why a command gave no result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// It cannot be started.
    #[error("the command cannot be started: {0}")]
    Start(#[source] io::Error),
    /// Its end cannot be waited for.
    #[error("the command was started, and its result is lost: {0}")]
    Lost(#[source] io::Error),
    /// It took too long.
    #[error(
        "the command did not end within {secs} s and was killed with all it had started; give it more \
         `timeout_secs` (up to {most}) or less to do\n{output}"
    )]
    TimedOut {
        /// How long it had.
        secs: u64,
        /// How long it may have.
        most: u64,
        /// What it said until then.
        output: String,
    },
    /// Nobody waits for the result any more.
    #[error("the command was cancelled and killed with all it had started")]
    Cancelled,
}
