use hookwire::plugin::Require;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Duration;

/// What a process may do once its sandbox is up; the default is as little as a worker can run with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The limits on resources.
    pub limits: ResourceLimits,
    /// The folders and files that may be read; each has to exist.
    pub read: Vec<PathBuf>,
    /// The folders and files that may be read and changed; each has to exist.
    pub write: Vec<PathBuf>,
    /// Whether IPv4 and IPv6 sockets may be opened, to any address: the host's own ports and other services of this machine
    /// among them. Sockets of other kinds never are.
    pub net: bool,
    /// Whether other programs may be started, of the system's usual folders and of those above; they live in the same sandbox.
    pub exec: bool,
    /// Whether a kernel that lacks some of the sandbox is good enough.
    pub require: Require,
}

/// The resource limits of one process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResourceLimits {
    /// The bytes of address space; what exceeds them fails to be mapped, the stacks of threads among it.
    pub address_space: Option<u64>,
    /// The processor time of the whole process, in full seconds; it dies of `SIGXCPU` when they are used up.
    pub cpu: Option<Duration>,
    /// The descriptors that may be open at once.
    pub descriptors: Option<u64>,
    /// The bytes up to which a file may grow; `SIGXFSZ` ends the process at the next one.
    pub file_size: Option<u64>,
}

impl Default for ResourceLimits {
    fn default() -> Self {
        Self { address_space: None, cpu: None, descriptors: Some(64), file_size: Some(1 << 30) }
    }
}
