use super::error::ProcessError;
use super::handshake::{Answer, Head, send_head};
use super::marker;
use super::options::{Launch, SpawnOptions};
use super::output::{OutputDrain, Stream};
use super::page::Page;
use super::reaper::{self, KillOnDrop, Pipes};
use super::worker::{Parts, Worker};
use crate::sandbox::Level;
use rustix::fd::{AsFd, OwnedFd};
use std::io;
use std::os::unix::net::UnixStream as BlockingStream;
use std::os::unix::process::CommandExt;
use std::process::{Command, Stdio};
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, Interest};
use tokio::net::UnixStream;
use tokio::net::unix::pipe;
use tokio::sync::oneshot;
use tokio::time::timeout;

/// The thread that starts workers, and what it starts.
///
/// Linux kills a worker when the *thread* that started it ends, so this one lives as long as any copy of the spawner and any
/// [`Worker`]. Memory is never copied for a start: the host's process is not forked, however large it is.
#[derive(Debug, Clone)]
pub struct Spawner {
    jobs: mpsc::Sender<Job>,
    options: Arc<SpawnOptions>,
}

/// A worker that is ready, and the host's ends of what connects the two.
#[derive(Debug)]
pub struct Spawned {
    /// The process.
    pub worker: Worker,
    /// The connection.
    pub ends: Ends,
}

/// The host's ends of the connection with a worker.
#[derive(Debug)]
pub struct Ends {
    /// What the worker writes.
    pub reader: pipe::Receiver,
    /// What the worker reads.
    pub writer: pipe::Sender,
    /// The socket for calls that block a thread.
    pub sync: BlockingStream,
}

#[derive(Debug)]
struct Job {
    command: Command,
    started: oneshot::Sender<io::Result<(KillOnDrop, Pipes)>>,
}

/// What crosses to the worker; the host closes its copies once they are sent.
struct Passed {
    reader: OwnedFd,
    writer: OwnedFd,
    sync: BlockingStream,
    page: OwnedFd,
}

/// How long a worker that hung up is given to end by itself, so that its own end is told and not the host's kill.
const LAST_MOMENT: Duration = Duration::from_secs(1);

/// The size asked for a pipe: what is larger than the 64 KiB of the kernel crosses in fewer turns.
#[cfg(target_os = "linux")]
const PIPE_SIZE: usize = 1024 * 1024;

impl Spawner {
    /// Starts the thread.
    ///
    /// A process that was started as a worker starts none: a `main` that forgets to become one would start itself for ever.
    pub fn start(options: SpawnOptions) -> Result<Self, ProcessError> {
        if marker::is_worker() {
            return Err(ProcessError::IsWorker);
        }
        let (jobs, queue) = mpsc::channel::<Job>();
        thread::Builder::new()
            .name("worker-spawner".to_owned())
            .spawn(move || {
                for Job { mut command, started } in queue {
                    let result = reaper::spawn(&mut command);
                    // It holds the worker's end of the control socket, whose other end is to notice when the worker hangs up.
                    drop(command);
                    // Nobody waits for it any more: then it is dropped here, and killed.
                    let _ = started.send(result);
                }
            })
            .map_err(|source| ProcessError::Resource { what: "a thread", source })?;
        Ok(Self { jobs, options: Arc::new(options) })
    }

    /// Starts a worker and waits until its sandbox is up; to be called within a runtime, which reads the worker's output.
    ///
    /// If the future is dropped, the worker is killed.
    pub async fn spawn(&self, launch: Launch) -> Result<Spawned, ProcessError> {
        let policy = serde_json::to_vec(&launch.policy).map_err(ProcessError::Policy)?;
        let (control, theirs) = control().map_err(resource("a socket"))?;
        let (child, pipes) = self.run(self.command(&launch.name, theirs)).await?;
        let output = drain(pipes, &launch).map_err(resource("a pipe"))?;
        let (page, file) = Page::create().map_err(resource("a page of memory"))?;
        let (passed, ends) = connect(file).map_err(resource("a pipe"))?;
        let mut control = control;
        let limit = self.options.ready_timeout;
        let answer = timeout(limit, greet(&mut control, &policy, &launch.init, passed)).await;
        let level = match answer {
            Ok(Ok(Answer::Ready { level })) => level,
            Ok(Ok(Answer::Refused { why })) => return Err(ProcessError::Refused { why }),
            Ok(Err(error)) if is_hang_up(&error) => return Err(ended(&child, &output).await),
            Ok(Err(error)) => return Err(ProcessError::Answer(error)),
            Err(_) => return Err(ProcessError::TimedOut { limit }),
        };
        let worker = self.worker(child, control, page, output, level);
        Ok(Spawned { worker, ends })
    }

    fn worker(
        &self,
        child: KillOnDrop,
        control: UnixStream,
        page: Page,
        output: Arc<OutputDrain>,
        level: Level,
    ) -> Worker {
        let spawner = Box::new(self.clone());
        Worker::new(Parts { child, control, page: Arc::new(page), output, level, spawner })
    }

    async fn run(&self, command: Command) -> Result<(KillOnDrop, Pipes), ProcessError> {
        let (started, result) = oneshot::channel();
        self.jobs.send(Job { command, started }).map_err(|_| ProcessError::Gone)?;
        let result = result.await.map_err(|_| ProcessError::Gone)?;
        result.map_err(|source| ProcessError::Spawn { program: self.options.program.clone(), source })
    }

    /// Nothing here may need a `pre_exec`, a user or a group: `std` would fork the host for it.
    fn command(&self, name: &str, control: OwnedFd) -> Command {
        let mut command = Command::new(&self.options.program);
        command
            .arg0(format!("hookwire-worker {name}").replace('\0', ""))
            .args(&self.options.arguments)
            .env_clear()
            .env(marker::VARIABLE, marker::value())
            .current_dir("/")
            .process_group(0)
            .stdin(Stdio::from(control))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }
}

fn resource(what: &'static str) -> impl FnOnce(io::Error) -> ProcessError {
    move |source| ProcessError::Resource { what, source }
}

fn control() -> io::Result<(UnixStream, OwnedFd)> {
    let (ours, theirs) = BlockingStream::pair()?;
    ours.set_nonblocking(true)?;
    Ok((UnixStream::from_std(ours)?, theirs.into()))
}

fn drain(pipes: Pipes, launch: &Launch) -> io::Result<Arc<OutputDrain>> {
    let missing = || io::Error::other("the process was started without pipes");
    let stdout = OwnedFd::from(pipes.stdout.ok_or_else(missing)?);
    let stderr = OwnedFd::from(pipes.stderr.ok_or_else(missing)?);
    let streams = [
        (Stream::Stdout, pipe::Receiver::from_owned_fd(stdout)?),
        (Stream::Stderr, pipe::Receiver::from_owned_fd(stderr)?),
    ];
    Ok(OutputDrain::start(streams, launch.output_bytes_per_second, Arc::clone(&launch.output)))
}

fn connect(page: OwnedFd) -> io::Result<(Passed, Ends)> {
    let (their_reader, our_writer) = io::pipe()?;
    let (our_reader, their_writer) = io::pipe()?;
    enlarge(&our_writer);
    enlarge(&our_reader);
    let (our_sync, sync) = BlockingStream::pair()?;
    let ends = Ends {
        reader: pipe::Receiver::from_owned_fd(our_reader.into())?,
        writer: pipe::Sender::from_owned_fd(our_writer.into())?,
        sync: our_sync,
    };
    Ok((Passed { reader: their_reader.into(), writer: their_writer.into(), sync, page }, ends))
}

#[cfg(target_os = "linux")]
fn enlarge(pipe: impl AsFd) {
    // A user's pipes have a limit together; a small one works as well.
    let _ = rustix::pipe::fcntl_setpipe_size(pipe, PIPE_SIZE);
}

/// Pipes of other systems grow by themselves.
#[cfg(not(target_os = "linux"))]
fn enlarge(_: impl AsFd) {}

async fn greet(control: &mut UnixStream, policy: &[u8], body: &[u8], passed: Passed) -> io::Result<Answer> {
    let head = Head { policy: policy.len(), body: body.len() };
    let descriptors =
        [passed.reader.as_fd(), passed.writer.as_fd(), passed.sync.as_fd(), passed.page.as_fd()];
    control.async_io(Interest::WRITABLE, || send_head(&*control, head, descriptors)).await?;
    drop(passed);
    control.write_all(policy).await?;
    control.write_all(body).await?;
    let mut length = [0; 4];
    control.read_exact(&mut length).await?;
    let mut text = vec![0; Answer::length(length)?];
    control.read_exact(&mut text).await?;
    Answer::from_text(&text)
}

fn is_hang_up(error: &io::Error) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionReset, UnexpectedEof};
    matches!(error.kind(), BrokenPipe | ConnectionReset | UnexpectedEof)
}

async fn ended(child: &KillOnDrop, output: &OutputDrain) -> ProcessError {
    let process = child.process();
    let exit = match timeout(LAST_MOMENT, process.wait()).await {
        Ok(exit) => exit,
        Err(_) => {
            process.kill();
            process.wait().await
        }
    };
    output.finish().await;
    ProcessError::Ended { exit }
}
