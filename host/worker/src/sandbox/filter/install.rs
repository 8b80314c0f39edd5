use super::rules::Rules;
use super::{conditional, denied, prologue};
use crate::sandbox::error::SandboxError;
use crate::sandbox::level::Enforced;
use crate::sandbox::policy::Policy;
use rustix::process::{getpgrp, getpid};

/// Installs the filter of a policy for all threads of this process; `signals_fenced` says that Landlock keeps signals
/// within the sandbox.
pub(in crate::sandbox) fn install(policy: &Policy, signals_fenced: bool) -> Result<Enforced, SandboxError> {
    let program = rules(policy, signals_fenced)
        .compile()
        .map_err(|error| SandboxError::Filter { why: error.to_string() })?;
    match seccompiler::apply_filter_all_threads(&prologue::prepend(program)) {
        Ok(()) if policy.exec && !signals_fenced => Ok(Enforced::partial(
            "programs that the plugin starts can send no signals, as only Landlock of 6.12 could keep them in the sandbox",
        )),
        Ok(()) => Ok(Enforced::Full),
        Err(error) => Ok(Enforced::none(error.to_string())),
    }
}

fn rules(policy: &Policy, signals_fenced: bool) -> Rules {
    let own = getpid().as_raw_nonzero().get().unsigned_abs();
    let mut rules = Rules::default();
    denied::deny(&mut rules, !policy.write.is_empty());
    conditional::processes(&mut rules, policy.exec);
    // A program that is started has another number and must be able to abort.
    if !(policy.exec && signals_fenced) {
        conditional::signals(&mut rules, own, getpgrp() == getpid());
    }
    // Some C libraries abort by it, in any thread.
    if !signals_fenced {
        conditional::thread_signals(&mut rules, own);
    }
    conditional::scheduling(&mut rules, own);
    conditional::sockets(&mut rules, policy.net);
    conditional::setup(&mut rules, policy.exec);
    conditional::file_times(&mut rules);
    rules
}
