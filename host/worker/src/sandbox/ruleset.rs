use super::error::SandboxError;
use super::level::Enforced;
use super::policy::Policy;
use super::threads;
use ::landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, LandlockStatus, PathBeneath, PathFd, RestrictSelfAttr,
    RestrictionStatus, Ruleset, RulesetAttr, RulesetCreated, RulesetCreatedAttr, RulesetError, RulesetStatus,
    Scope,
};
use rustix::fs::{FileType, fstat};
use std::io;
use std::path::Path;

/// The rights that are asked for: files with truncation and device controls, TCP, abstract sockets, signals.
const RIGHTS: ABI = ABI::V6;

/// What every worker may read: randomness and time zones.
const COMMON: &[&str] =
    &["/dev/urandom", "/dev/random", "/dev/zero", "/etc/localtime", "/usr/share/zoneinfo"];

/// What resolving a name and trusting a server takes.
const NET: &[&str] = &[
    "/etc/resolv.conf",
    "/run/systemd/resolve",
    "/etc/hosts",
    "/etc/host.conf",
    "/etc/nsswitch.conf",
    "/etc/gai.conf",
    "/etc/services",
    "/etc/protocols",
    "/etc/ssl",
    "/etc/pki",
    "/etc/ca-certificates",
    "/usr/share/ca-certificates",
];

/// Where programs and their libraries are.
const PROGRAMS: &[&str] = &[
    "/bin",
    "/sbin",
    "/usr",
    "/lib",
    "/lib32",
    "/lib64",
    "/libx32",
    "/opt",
    "/nix/store",
    "/gnu/store",
    "/run/current-system",
    "/etc/alternatives",
    "/etc/ld.so.cache",
    "/etc/passwd",
    "/etc/group",
];

/// Why there is no ruleset.
enum Failure {
    /// The policy is wrong.
    Policy(SandboxError),
    /// The kernel is.
    Kernel(RulesetError),
}

impl From<RulesetError> for Failure {
    fn from(error: RulesetError) -> Self {
        Self::Kernel(error)
    }
}

/// Restricts files, TCP and signals by Landlock; returns how far that holds, and whether signals are among it.
pub(super) fn restrict(policy: &Policy, others: usize) -> Result<(Enforced, bool), SandboxError> {
    match build(policy) {
        Ok(ruleset) => Ok(enforce(ruleset, others)),
        Err(Failure::Kernel(error)) => Ok((Enforced::none(error.to_string()), false)),
        Err(Failure::Policy(error)) => Err(error),
    }
}

fn enforce(ruleset: RulesetCreated, others: usize) -> (Enforced, bool) {
    let ruleset = if others > 0 { ruleset.all_threads(true) } else { Ok(ruleset) };
    match ruleset.and_then(RulesetCreated::restrict_self) {
        Ok(status) => {
            let here = others == 0 || status.all_threads;
            (told(&status, here, others), signals_are_fenced(&status))
        }
        Err(error) => (Enforced::none(error.to_string()), false),
    }
}

/// The paths that a policy names have to be there; those that the system may have or not are left out quietly.
fn build(policy: &Policy) -> Result<RulesetCreated, Failure> {
    let mut ruleset = handled(policy)?;
    let read = read_rights(policy.exec);
    let usual = [
        (COMMON, true, read_rights(false)),
        (&["/dev/null"], true, AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::Truncate),
        (NET, policy.net, read_rights(false)),
        (PROGRAMS, policy.exec, read),
    ];
    for (paths, _, rights) in usual.into_iter().filter(|(_, granted, _)| *granted) {
        for place in paths.iter().filter_map(|path| open(Path::new(path)).ok()) {
            ruleset = allow(ruleset, place, rights)?;
        }
    }
    let write = write_rights(policy.exec);
    let asked =
        policy.read.iter().map(|path| (path, read)).chain(policy.write.iter().map(|path| (path, write)));
    for (path, rights) in asked {
        let place = open(path)
            .map_err(|source| Failure::Policy(SandboxError::Path { path: path.clone(), source }))?;
        ruleset = allow(ruleset, place, rights)?;
    }
    Ok(ruleset)
}

fn handled(policy: &Policy) -> Result<RulesetCreated, RulesetError> {
    let ruleset =
        Ruleset::default().handle_access(AccessFs::from_all(RIGHTS))?.scope(Scope::from_all(RIGHTS))?;
    let ruleset = if policy.net { ruleset } else { ruleset.handle_access(AccessNet::from_all(RIGHTS))? };
    ruleset.create()
}

/// A folder or a file, and which of the two.
struct Place {
    at: PathFd,
    is_folder: bool,
}

fn open(path: &Path) -> io::Result<Place> {
    let at = PathFd::new(path).map_err(|error| match error {
        ::landlock::PathFdError::OpenCall { source, .. } => source,
        other => io::Error::other(other),
    })?;
    let is_folder = FileType::from_raw_mode(fstat(&at)?.st_mode) == FileType::Directory;
    Ok(Place { at, is_folder })
}

fn allow(
    ruleset: RulesetCreated,
    place: Place,
    rights: BitFlags<AccessFs>,
) -> Result<RulesetCreated, RulesetError> {
    // A right that only folders have would be dropped from a file's rule, and the ruleset told as not whole.
    let rights = if place.is_folder { rights } else { rights & AccessFs::from_file(RIGHTS) };
    ruleset.add_rule(PathBeneath::new(place.at, rights))
}

fn read_rights(exec: bool) -> BitFlags<AccessFs> {
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    if exec { read | AccessFs::Execute } else { read }
}

fn write_rights(exec: bool) -> BitFlags<AccessFs> {
    let device = AccessFs::MakeChar | AccessFs::MakeBlock | AccessFs::IoctlDev;
    let all = AccessFs::from_all(RIGHTS) & !device;
    if exec { all } else { all & !BitFlags::from(AccessFs::Execute) }
}

fn told(status: &RestrictionStatus, all_threads: bool, others: usize) -> Enforced {
    let abi = match status.landlock {
        LandlockStatus::NotEnabled => {
            return Enforced::none(
                "the kernel has Landlock, but it is not enabled; add `landlock` to `lsm=`",
            );
        }
        LandlockStatus::NotImplemented => {
            return Enforced::none("the kernel has no Landlock; it came with 5.13");
        }
        LandlockStatus::Available { effective_abi, .. } => effective_abi,
    };
    match status.ruleset {
        RulesetStatus::NotEnforced => Enforced::none(format!("the kernel enforces nothing (Landlock {abi})")),
        _ if !all_threads => Enforced::partial(threads::reason(others)),
        RulesetStatus::FullyEnforced => Enforced::Full,
        RulesetStatus::PartiallyEnforced => {
            Enforced::partial(format!("the kernel has Landlock {abi}, and {RIGHTS} came with 6.12"))
        }
    }
}

fn signals_are_fenced(status: &RestrictionStatus) -> bool {
    let knows =
        matches!(status.landlock, LandlockStatus::Available { effective_abi, .. } if effective_abi >= RIGHTS);
    knows && status.ruleset != RulesetStatus::NotEnforced
}
