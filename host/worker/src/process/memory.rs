use rustix::process::Pid;

/// Returns the bytes of memory that a process shares with nobody: resident, and of no file.
///
/// Not from `smaps_rollup`: a process that is not dumpable shows that to root alone, and the kernel walks all its pages.
#[cfg(target_os = "linux")]
pub(super) fn private_bytes(pid: Pid) -> Option<u64> {
    let statm = std::fs::read_to_string(format!("/proc/{}/statm", pid.as_raw_nonzero())).ok()?;
    let mut pages = statm.split_ascii_whitespace().skip(1).map(str::parse::<u64>);
    let (resident, of_files) = (pages.next()?.ok()?, pages.next()?.ok()?);
    let page = u64::try_from(rustix::param::page_size()).ok()?;
    Some(resident.saturating_sub(of_files).saturating_mul(page))
}

/// No other system tells it by a file.
#[cfg(not(target_os = "linux"))]
pub(super) fn private_bytes(_: Pid) -> Option<u64> {
    None
}
