use crate::error::CommandError;
use crate::output::Output;
use hookwire::cx::Cancel;
use rustix::process::{Pid, Signal, kill_process_group};
use std::env;
use std::future::pending;
use std::io;
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;
use tokio::net::unix::pipe::Receiver;
use tokio::process::{Child, Command};
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

/// What every command may know: where things are, and in which language to speak.
const HARMLESS: [&str; 22] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "TERM",
    "TZ",
    "TMPDIR",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "NO_COLOR",
    "CARGO_HOME",
    "RUSTUP_HOME",
    "GOPATH",
    "GOROOT",
    "JAVA_HOME",
    "NVM_DIR",
    "VIRTUAL_ENV",
    "XDG_CACHE_HOME",
];

/// How long a process that got away from its group may keep the output open.
const LAST_WORDS: Duration = Duration::from_millis(500);

/// A command that is to be run.
#[derive(Debug)]
pub(crate) struct Job {
    pub(crate) command: String,
    pub(crate) folder: PathBuf,
    pub(crate) secs: u64,
    /// The most seconds that one may ask for.
    pub(crate) most_secs: u64,
    pub(crate) max_output: usize,
    pub(crate) env: Vec<String>,
}

impl Job {
    /// Runs it to its end; if the future is dropped, the command is killed all the same.
    pub(crate) async fn run(self, cancel: &Cancel) -> Result<String, CommandError> {
        let (_here, gone) = oneshot::channel();
        // A task of its own outlives the caller, to see to it that nothing is left.
        let task = tokio::spawn(self.attend(cancel.clone(), gone));
        task.await.unwrap_or_else(|stopped| Err(CommandError::Lost(stopped.into())))
    }

    async fn attend(self, cancel: Cancel, gone: oneshot::Receiver<()>) -> Result<String, CommandError> {
        let (mut child, mut pipe) = self.start().map_err(CommandError::Start)?;
        let group = Group::of(&child);
        let mut output = Output::new(self.max_output);
        let reading = async {
            output.drain(&mut pipe).await;
            pending::<()>().await;
        };
        let end = tokio::select! {
            status = child.wait() => End::Exit(status),
            () = sleep(Duration::from_secs(self.secs)) => End::TimedOut,
            () = cancel.wait() => End::Cancelled,
            _ = gone => End::Cancelled,
            () = reading => End::Cancelled,
        };
        // Also what it left running in the background.
        drop(group);
        let reaped = child.wait().await;
        let _ = timeout(LAST_WORDS, output.drain(&mut pipe)).await;
        self.told(end, reaped, output)
    }

    fn start(&self) -> io::Result<(Child, Receiver)> {
        let (reader, writer) = io::pipe()?;
        let known = |name: &str| env::var_os(name).map(|value| (name.to_owned(), value));
        let child = Command::new("/bin/sh")
            .arg("-c")
            .arg(&self.command)
            .current_dir(&self.folder)
            .env_clear()
            .envs(HARMLESS.into_iter().chain(self.env.iter().map(String::as_str)).filter_map(known))
            .stdin(Stdio::null())
            // One pipe for both keeps the order of what is said.
            .stdout(writer.try_clone()?)
            .stderr(writer)
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?;
        Ok((child, Receiver::from_owned_fd(reader.into())?))
    }

    fn told(&self, end: End, reaped: io::Result<ExitStatus>, output: Output) -> Result<String, CommandError> {
        let output = output.text();
        match end {
            End::Exit(status) => {
                let status = status.and(reaped).map_err(CommandError::Lost)?;
                let silent = if output.is_empty() { " and no output" } else { "" };
                Ok(format!("{}{silent}\n{output}", ended(status)))
            }
            End::TimedOut => Err(CommandError::TimedOut { secs: self.secs, most: self.most_secs, output }),
            End::Cancelled => Err(CommandError::Cancelled),
        }
    }
}

enum End {
    Exit(io::Result<ExitStatus>),
    TimedOut,
    Cancelled,
}

fn ended(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("killed by signal {signal}"),
        (None, None) => status.to_string(),
    }
}

/// The processes of a command, which die with this.
///
/// Its number is not given to others while one of them lives, or has not been waited for.
#[derive(Debug)]
struct Group(Option<Pid>);

impl Group {
    fn of(child: &Child) -> Self {
        let id = child.id().and_then(|id| i32::try_from(id).ok());
        Self(id.and_then(Pid::from_raw))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // An error says that there is none left.
        let _ = self.0.map(|group| kill_process_group(group, Signal::KILL));
    }
}
