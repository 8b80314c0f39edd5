use super::level::Enforced;
use super::policy::ResourceLimits;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};

/// Sets the resource limits of this process, and that it leaves no core file.
pub(super) fn set(limits: &ResourceLimits) -> Enforced {
    let cpu = limits.cpu.map(|cpu| cpu.as_secs().max(1));
    let wanted = [
        ("core", Resource::Core, Some((0, 0))),
        ("address_space", Resource::As, limits.address_space.map(|bytes| (bytes, bytes))),
        // The second in between is what tells SIGXCPU from a SIGKILL that could be anybody's.
        ("cpu", Resource::Cpu, cpu.map(|seconds| (seconds, seconds.saturating_add(1)))),
        ("descriptors", Resource::Nofile, limits.descriptors.map(|open| (open, open))),
        ("file_size", Resource::Fsize, limits.file_size.map(|bytes| (bytes, bytes))),
    ];
    let mut failed = Vec::new();
    for (name, resource, limit) in wanted {
        let Some((soft, hard)) = limit else { continue };
        let ceiling = getrlimit(resource).maximum.unwrap_or(u64::MAX);
        let limit = Rlimit { current: Some(soft.min(ceiling)), maximum: Some(hard.min(ceiling)) };
        if let Err(error) = setrlimit(resource, limit) {
            failed.push(format!("`{name}`: {error}"));
        }
    }
    if failed.is_empty() { Enforced::Full } else { Enforced::partial(failed.join(", ")) }
}
