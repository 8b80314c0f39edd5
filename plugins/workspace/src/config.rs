use schemars::JsonSchema;
use serde::Deserialize;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

/// The settings of `workspace`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The folder that the tools work in and never leave; the working directory, if absent.
    pub root: PathBuf,
    /// How many bytes of a file one call reads; a larger one is read piece by piece.
    pub max_read_bytes: NonZeroUsize,
    /// How many bytes a file that is written or edited may have.
    pub max_write_bytes: NonZeroUsize,
    /// How many entries or places one call lists or finds.
    pub max_results: NonZeroUsize,
    /// Names of folders that lists and searches leave out, besides those that begin with a dot.
    pub ignore: Vec<String>,
    /// Names of files and folders that are never written to, nor anything in them.
    pub protect: Vec<String>,
    /// Names of files and folders whose contents are not read, searched or written; a command could still.
    pub secret: Vec<String>,
    /// Whether commands may be run; if not, the tool for them is not offered.
    pub commands: bool,
    /// How many seconds a command may take that does not ask for more or less.
    pub timeout_secs: NonZeroU64,
    /// How many seconds a command may ask for.
    pub max_timeout_secs: NonZeroU64,
    /// How many bytes of a command's output are kept, from its start and its end.
    pub max_output_bytes: NonZeroUsize,
    /// Names of environment variables that commands see, besides `PATH`, `HOME` and other harmless ones.
    pub env: Vec<String>,
}

impl Default for Config {
    fn default() -> Self {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self {
            root: ".".into(),
            max_read_bytes: const { NonZeroUsize::new(128 * 1024).unwrap() },
            max_write_bytes: const { NonZeroUsize::new(1024 * 1024).unwrap() },
            max_results: const { NonZeroUsize::new(200).unwrap() },
            ignore: names(&["target", "node_modules", "__pycache__"]),
            protect: names(&[".git", "hookwire.toml", "hookwire.db", "hookwire.db-wal", "hookwire.db-shm"]),
            secret: names(&[".env"]),
            commands: true,
            timeout_secs: const { NonZeroU64::new(120).unwrap() },
            max_timeout_secs: const { NonZeroU64::new(600).unwrap() },
            max_output_bytes: const { NonZeroUsize::new(32 * 1024).unwrap() },
            env: Vec::new(),
        }
    }
}
