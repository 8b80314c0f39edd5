use schemars::JsonSchema;
use serde::Deserialize;
use std::num::{NonZeroU64, NonZeroUsize};
use std::path::PathBuf;

/// The settings of `workspace`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// The folder that the file tools work in and cannot leave; the working directory by default.
    pub root: PathBuf,
    /// The most bytes of a file that one call reads; the rest is read by further calls.
    pub max_read_bytes: NonZeroUsize,
    /// The most bytes that a written or edited file may have.
    pub max_write_bytes: NonZeroUsize,
    /// The most entries or matching lines that one call returns.
    pub max_results: NonZeroUsize,
    /// The names of folders that listings and searches leave out, besides those that begin with a dot.
    pub ignore: Vec<String>,
    /// The names of files and folders that the file tools do not write to, nor to anything in them.
    pub protect: Vec<String>,
    /// The names of files and folders that the file tools neither read, search nor write; a command still can.
    pub secret: Vec<String>,
    /// Whether `run_command` is offered.
    pub commands: bool,
    /// The seconds that a command may take if its call does not set a time-out.
    pub timeout_secs: NonZeroU64,
    /// The most seconds that a call may set as a command's time-out.
    pub max_timeout_secs: NonZeroU64,
    /// The most bytes of a command's output that are returned, half from its start and half from its end.
    pub max_output_bytes: NonZeroUsize,
    /// The names of environment variables that commands see, besides `PATH`, `HOME` and other harmless ones.
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
