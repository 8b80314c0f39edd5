use super::error::SandboxError;
use super::level::{Enforced, Level};
use super::policy::Policy;
use super::rlimits;
use hookwire::plugin::Require;

/// Puts the sandbox of a policy around this process, for good, and returns the level that was reached.
///
/// It is to be called while the process has one thread: on kernels before 7.0 Landlock reaches no others, and capabilities
/// belong to a thread on every kernel. Where there are others, the level says so. A process that gets an error is half
/// fenced and must end.
pub fn apply(policy: &Policy) -> Result<Level, SandboxError> {
    let level = fence(policy)?;
    if policy.require == Require::Full && !level.is_full() {
        return Err(SandboxError::Lacking { level: Box::new(level) });
    }
    Ok(level)
}

#[cfg(target_os = "linux")]
fn fence(policy: &Policy) -> Result<Level, SandboxError> {
    use super::{privileges, ruleset, threads};

    let others = threads::others();
    let rlimits = rlimits::set(&policy.limits);
    let no_new_privs = privileges::forbid_new();
    let capabilities = privileges::drop_capabilities(no_new_privs == Enforced::Full, others);
    let (landlock, signals) = ruleset::restrict(policy, others)?;
    let seccomp = deny_calls(policy, signals)?;
    Ok(Level { rlimits, no_new_privs, capabilities, landlock, seccomp })
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64")))]
fn deny_calls(policy: &Policy, signals: bool) -> Result<Enforced, SandboxError> {
    super::filter::install(policy, signals)
}

#[cfg(all(target_os = "linux", not(any(target_arch = "x86_64", target_arch = "aarch64"))))]
fn deny_calls(_: &Policy, _: bool) -> Result<Enforced, SandboxError> {
    Ok(Enforced::none("there is no filter for this processor, only for x86_64 and aarch64"))
}

#[cfg(not(target_os = "linux"))]
fn fence(policy: &Policy) -> Result<Level, SandboxError> {
    let missing = || Enforced::none("only Linux has it");
    Ok(Level {
        rlimits: rlimits::set(&policy.limits),
        no_new_privs: missing(),
        capabilities: missing(),
        landlock: missing(),
        seccomp: missing(),
    })
}
