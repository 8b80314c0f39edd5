use super::handshake::{Answer, receive_head};
use super::page::Page;
use super::{inherited, lifeline, marker};
use crate::sandbox::{self, Level, Policy, SandboxError};
use rustix::fd::OwnedFd;
use rustix::fs::{FileType, fstat};
use rustix::io::fcntl_dupfd_cloexec;
use rustix::process::{getpgrp, getpid, getppid, setpgid};
use rustix::stdio::dup2_stdin;
use std::error::Error;
use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;

/// The exit status of a worker that did not get its sandbox, or lost its host on the way.
pub const REFUSED_STATUS: i32 = 78;

/// A worker's side of the connection with its host; its sandbox is up.
#[derive(Debug)]
pub struct Entered {
    /// The pipe that the host writes.
    pub reader: OwnedFd,
    /// The pipe that the host reads.
    pub writer: OwnedFd,
    /// The socket for calls that block a thread of the host.
    pub sync: UnixStream,
    /// The page that the host reads.
    pub page: Page,
    /// What the host gave to [`Launch::init`](super::Launch::init).
    pub init: Vec<u8>,
    /// The level that the sandbox reached; the host knows it.
    pub level: Level,
}

#[derive(Debug, thiserror::Error)]
enum EnterError {
    #[error("the worker cannot {step}")]
    Step {
        step: &'static str,
        #[source]
        source: io::Error,
    },
    #[error("the host that started this worker is gone")]
    Orphan,
    #[error(transparent)]
    Sandbox(#[from] SandboxError),
}

/// Makes this process a worker, if a [`Spawner`](super::Spawner) started it as one; otherwise returns `None` at once.
///
/// It has to be called first in `main`, before there is a second thread, a runtime or an open file. If the sandbox cannot be
/// put up as the policy asks, it tells the host why and ends the process.
pub fn enter() -> Option<Entered> {
    let host = marker::host()?;
    let control = control()?;
    become_worker(host, &control).map_or_else(|error| refuse(&control, &error), Some)
}

/// The host's socket, which stands where standard input usually is.
fn control() -> Option<UnixStream> {
    let stdin = io::stdin();
    let kind = FileType::from_raw_mode(fstat(&stdin).ok()?.st_mode);
    let socket = (kind == FileType::Socket).then(|| fcntl_dupfd_cloexec(&stdin, 3))?;
    socket.ok().map(UnixStream::from)
}

fn become_worker(host: u32, control: &UnixStream) -> Result<Entered, EnterError> {
    die_with_host(host)?;
    if getpgrp() != getpid() {
        setpgid(None, None).map_err(step("lead a process group"))?;
    }
    inherited::close().map_err(step("close what it inherited"))?;
    hide().map_err(step("become invisible to debuggers"))?;
    let (head, [reader, writer, sync, page]) =
        receive_head(control).map_err(step("receive its descriptors"))?;
    let policy = receive(control, head.policy).map_err(step("receive its policy"))?;
    let policy: Policy =
        serde_json::from_slice(&policy).map_err(io::Error::from).map_err(step("read its policy"))?;
    let init = receive(control, head.body).map_err(step("receive what it is started with"))?;
    let page = Page::open(&page).map_err(step("map the shared page"))?;
    close_stdin().map_err(step("close its standard input"))?;
    let level = sandbox::apply(&policy)?;
    // A second thread before this would be outside the sandbox.
    control.try_clone().and_then(lifeline::start).map_err(step("start the thread that watches the host"))?;
    answer(control, &Answer::Ready { level: level.clone() })
        .map_err(step("tell the host that it is ready"))?;
    Ok(Entered { reader, writer, sync: UnixStream::from(sync), page, init, level })
}

fn step<E: Into<io::Error>>(step: &'static str) -> impl Fn(E) -> EnterError {
    move |source| EnterError::Step { step, source: source.into() }
}

/// Asks the kernel to end this process with the thread that started it, which may have ended already.
#[cfg(target_os = "linux")]
fn die_with_host(host: u32) -> Result<(), EnterError> {
    use rustix::process::{Signal, set_parent_process_death_signal};
    set_parent_process_death_signal(Some(Signal::KILL)).map_err(step("be killed with its host"))?;
    is_child_of(host)
}

/// Only the lifeline ends it here.
#[cfg(not(target_os = "linux"))]
fn die_with_host(host: u32) -> Result<(), EnterError> {
    is_child_of(host)
}

fn is_child_of(host: u32) -> Result<(), EnterError> {
    let parent = getppid().map(|parent| parent.as_raw_nonzero().get().unsigned_abs());
    if parent == Some(host) { Ok(()) } else { Err(EnterError::Orphan) }
}

/// Keeps other processes of the same user from looking into this one, and names it in the list of processes.
#[cfg(target_os = "linux")]
fn hide() -> io::Result<()> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    set_dumpable_behavior(DumpableBehavior::NotDumpable)?;
    Ok(rustix::thread::set_name(c"hookwire-worker")?)
}

/// Nothing of it exists here.
#[cfg(not(target_os = "linux"))]
fn hide() -> io::Result<()> {
    Ok(())
}

fn receive(mut control: &UnixStream, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; length];
    control.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn close_stdin() -> io::Result<()> {
    Ok(dup2_stdin(File::open("/dev/null")?)?)
}

fn answer(mut control: &UnixStream, answer: &Answer) -> io::Result<()> {
    control.write_all(&answer.to_bytes()?)
}

/// Tells the host why this worker cannot run, if it still listens, and ends it.
fn refuse(control: &UnixStream, error: &EnterError) -> ! {
    let mut why = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        why = format!("{why}: {error}");
        cause = error.source();
    }
    // Without a host nobody is left to be told.
    let _ = answer(control, &Answer::Refused { why });
    std::process::exit(REFUSED_STATUS)
}
