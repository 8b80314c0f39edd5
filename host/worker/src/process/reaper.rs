use super::child::ChildProcess;
use rustix::process::Pid;
use std::io;
use std::process::{Child, ChildStderr, ChildStdout, Command};
use std::sync::{Arc, mpsc};
use std::thread;

/// A process with the thread that reaps it, whatever becomes of any runtime; it is killed when this is dropped.
#[derive(Debug)]
pub(super) struct KillOnDrop(Arc<ChildProcess>);

impl KillOnDrop {
    pub(super) fn process(&self) -> &ChildProcess {
        &self.0
    }
}

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        self.0.kill();
    }
}

/// What a process prints to, if that was asked for.
#[derive(Debug)]
pub(super) struct Pipes {
    pub(super) stdout: Option<ChildStdout>,
    pub(super) stderr: Option<ChildStderr>,
}

/// Starts a process; the thread comes first, so that there is never a process that nobody reaps.
pub(super) fn spawn(command: &mut Command) -> io::Result<(KillOnDrop, Pipes)> {
    let (hand_over, process) = mpsc::channel::<(Arc<ChildProcess>, Child)>();
    thread::Builder::new().name("worker-reaper".to_owned()).stack_size(128 * 1024).spawn(move || {
        if let Ok((process, child)) = process.recv() {
            process.reap(child);
        }
    })?;
    let mut child = command.spawn()?;
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let pid = pid.ok_or_else(|| io::Error::other("the new process has an impossible number"))?;
    let process = Arc::new(ChildProcess::new(pid));
    let pipes = Pipes { stdout: child.stdout.take(), stderr: child.stderr.take() };
    let guard = KillOnDrop(Arc::clone(&process));
    // The thread waits for exactly this.
    let _ = hand_over.send((process, child));
    Ok((guard, pipes))
}
