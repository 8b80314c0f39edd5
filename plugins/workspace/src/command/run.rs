use super::environment;
use super::output::Output;
use super::process_group::ProcessGroup;
use crate::error::CommandError;
use hookwire::cx::Cancel;
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

/// How long the output is read after the process group was killed: a process that left the group may hold it open.
const OUTPUT_GRACE: Duration = Duration::from_millis(500);

/// A command that is to be run.
#[derive(Debug)]
pub(crate) struct CommandRun {
    pub(crate) command: String,
    pub(crate) folder: PathBuf,
    pub(crate) timeout_secs: u64,
    /// The longest time-out that a call may set.
    pub(crate) max_timeout_secs: u64,
    pub(crate) max_output_bytes: usize,
    /// The names of the environment variables that the command sees besides the harmless ones.
    pub(crate) env: Vec<String>,
}

/// How a command ended.
enum Outcome {
    Exited(io::Result<ExitStatus>),
    TimedOut,
    Cancelled,
}

impl CommandRun {
    /// Runs the command and returns how it ended and its output. If the future is dropped, the command is killed.
    pub(crate) async fn run(self, cancel: &Cancel) -> Result<String, CommandError> {
        let (_caller, caller_gone) = oneshot::channel();
        // The task outlives the caller, so that the processes are killed and waited for in any case.
        let task = tokio::spawn(self.supervise(cancel.clone(), caller_gone));
        task.await.unwrap_or_else(|stopped| Err(CommandError::Lost(stopped.into())))
    }

    async fn supervise(
        self,
        cancel: Cancel,
        caller_gone: oneshot::Receiver<()>,
    ) -> Result<String, CommandError> {
        let (mut child, mut pipe) = self.spawn().map_err(CommandError::Start)?;
        let group = ProcessGroup::of(&child);
        let mut output = Output::new(self.max_output_bytes);
        let reading = async {
            output.read_to_end(&mut pipe).await;
            pending::<()>().await;
        };
        let outcome = tokio::select! {
            status = child.wait() => Outcome::Exited(status),
            () = sleep(Duration::from_secs(self.timeout_secs)) => Outcome::TimedOut,
            () = cancel.wait() => Outcome::Cancelled,
            _ = caller_gone => Outcome::Cancelled,
            () = reading => Outcome::Cancelled,
        };
        // Kills what the command left running in the background, too.
        drop(group);
        let status = child.wait().await;
        let _ = timeout(OUTPUT_GRACE, output.read_to_end(&mut pipe)).await;
        self.report(outcome, status, output)
    }

    fn spawn(&self) -> io::Result<(Child, Receiver)> {
        let (reader, writer) = io::pipe()?;
        let child = Command::new("/bin/sh")
            .arg("-c")
            .arg(&self.command)
            .current_dir(&self.folder)
            .env_clear()
            .envs(environment::variables(&self.env))
            .stdin(Stdio::null())
            // One pipe for both keeps their order.
            .stdout(writer.try_clone()?)
            .stderr(writer)
            .process_group(0)
            .kill_on_drop(true)
            .spawn()?;
        Ok((child, Receiver::from_owned_fd(reader.into())?))
    }

    fn report(
        &self,
        outcome: Outcome,
        waited: io::Result<ExitStatus>,
        output: Output,
    ) -> Result<String, CommandError> {
        let output = output.into_text();
        match outcome {
            Outcome::Exited(status) => {
                let status = status.and(waited).map_err(CommandError::Lost)?;
                let silent = if output.is_empty() { " and no output" } else { "" };
                Ok(format!("{}{silent}\n{output}", describe(status)))
            }
            Outcome::TimedOut => {
                let (secs, most) = (self.timeout_secs, self.max_timeout_secs);
                Err(CommandError::TimedOut { secs, most, output })
            }
            Outcome::Cancelled => Err(CommandError::Cancelled),
        }
    }
}

fn describe(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("exit code {code}"),
        (None, Some(signal)) => format!("killed by signal {signal}"),
        (None, None) => status.to_string(),
    }
}
