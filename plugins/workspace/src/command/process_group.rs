use rustix::process::{Pid, Signal, kill_process_group};
use tokio::process::Child;

/// The process group of a command; dropping this kills every process in it.
///
/// The number of a group is not reused while one of its processes lives or has not been waited for.
#[derive(Debug)]
pub(super) struct ProcessGroup(Option<Pid>);

impl ProcessGroup {
    /// Returns the group that a process leads.
    pub(super) fn of(leader: &Child) -> Self {
        let id = leader.id().and_then(|id| i32::try_from(id).ok());
        Self(id.and_then(Pid::from_raw))
    }
}

impl Drop for ProcessGroup {
    fn drop(&mut self) {
        // An error says that no process is left.
        let _ = self.0.map(|group| kill_process_group(group, Signal::KILL));
    }
}
