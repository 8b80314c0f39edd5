use super::output::OutputSink;
use crate::sandbox::Policy;
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// The settings of a [`Spawner`](super::Spawner): what is started, and how long it may take.
#[derive(Debug, Clone)]
pub struct SpawnOptions {
    /// The binary.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// How long a worker may take until its sandbox is up.
    pub ready_timeout: Duration,
}

impl Default for SpawnOptions {
    fn default() -> Self {
        Self { program: own_binary(), arguments: Vec::new(), ready_timeout: Duration::from_secs(10) }
    }
}

/// The file that runs, and not the one of that name, which an upgrade may have replaced.
#[cfg(target_os = "linux")]
fn own_binary() -> PathBuf {
    PathBuf::from("/proc/self/exe")
}

/// Nothing but the name is known here.
#[cfg(not(target_os = "linux"))]
fn own_binary() -> PathBuf {
    std::env::current_exe().unwrap_or_default()
}

/// What one worker is started with.
pub struct Launch {
    /// Its name in the list of processes.
    pub name: String,
    /// Its sandbox.
    pub policy: Policy,
    /// What [`Entered::init`](super::Entered::init) holds; this module does not look at it.
    pub init: Vec<u8>,
    /// How many bytes of its standard output and error are taken a second; the rest is read, counted and dropped.
    pub output_bytes_per_second: u64,
    /// What takes its output, line by line.
    pub output: OutputSink,
}

impl fmt::Debug for Launch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Launch")
            .field("name", &self.name)
            .field("policy", &self.policy)
            .field("init", &self.init.len())
            .field("output_bytes_per_second", &self.output_bytes_per_second)
            .finish_non_exhaustive()
    }
}
