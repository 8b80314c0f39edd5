use super::exit::Exit;
use crate::lock::lock;
use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, kill_process_group, waitid};
use std::process::Child;
use std::sync::Mutex;
use tokio::sync::watch;

/// A child process that leads its own process group, from its start until it is reaped.
///
/// Its number is used only while the lock says that it is not reaped, as the system may give the number to another process
/// after that.
#[derive(Debug)]
pub(super) struct ChildProcess {
    pid: Pid,
    state: Mutex<State>,
    ended: watch::Sender<Option<Exit>>,
}

#[derive(Debug)]
struct State {
    reaped: bool,
    killed: bool,
}

impl ChildProcess {
    pub(super) fn new(pid: Pid) -> Self {
        let state = Mutex::new(State { reaped: false, killed: false });
        Self { pid, state, ended: watch::Sender::new(None) }
    }

    pub(super) fn pid(&self) -> Pid {
        self.pid
    }

    /// Kills the process and its group.
    pub(super) fn kill(&self) {
        let mut state = lock(&self.state);
        if !state.reaped {
            state.killed = true;
            self.kill_group();
            // It fails for one that is ending by itself.
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }

    /// Returns how it ended, if it has.
    pub(super) fn exit(&self) -> Option<Exit> {
        *self.ended.borrow()
    }

    /// Waits until it is reaped.
    pub(super) async fn wait(&self) -> Exit {
        let mut ended = self.ended.subscribe();
        let end = ended.wait_for(Option::is_some).await.ok().and_then(|exit| *exit);
        // The sender lives in `self`, so the channel does not close before it has a value.
        end.unwrap_or_else(|| Exit::new(None, false))
    }

    /// Looks at the process, unless it is reaped.
    pub(super) fn look<T>(&self, read: impl FnOnce(Pid) -> Option<T>) -> Option<T> {
        let state = lock(&self.state);
        if state.reaped { None } else { read(self.pid) }
    }

    /// Blocks until the process ends, kills what is left of its group, and reaps it.
    pub(super) fn reap(&self, mut child: Child) {
        let ended = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        while matches!(waitid(WaitId::Pid(self.pid), ended), Err(Errno::INTR)) {}
        let exit = {
            let mut state = lock(&self.state);
            // Not reaped yet, so the number of the group is still its own.
            self.kill_group();
            let status = child.wait().ok();
            state.reaped = true;
            Exit::new(status, state.killed)
        };
        self.ended.send_replace(Some(exit));
    }

    fn kill_group(&self) {
        // It fails if nobody is left in the group.
        let _ = kill_process_group(self.pid, Signal::KILL);
    }
}
