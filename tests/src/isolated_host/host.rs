use super::folder::HostFolder;
use super::process::{ProcessState, in_session};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};

/// How long a host may take until it is ready.
const START: Duration = Duration::from_mins(1);

/// How an order ended.
#[derive(Debug, Clone, PartialEq)]
pub enum End {
    /// With an answer.
    Answer(Value),
    /// With nothing, while the host's process lives.
    Silence,
    /// With the end of the process: a signal's name, or `status <number>`.
    Death(String),
}

/// A host in a process of its own.
#[derive(Debug)]
pub struct IsolatedHost {
    child: Child,
    /// The id of the process.
    pub id: u32,
    to: Arc<tokio::sync::Mutex<ChildStdin>>,
    waiting: Waiting,
    orders: Arc<AtomicU64>,
    noise: Arc<Mutex<Noise>>,
    folder: HostFolder,
    /// The state of each plugin when the host was ready.
    pub plugins: Vec<String>,
}

type Waiting = Arc<Mutex<HashMap<u64, oneshot::Sender<Value>>>>;

/// What came out of a host beside its answers.
#[derive(Debug, Default)]
struct Noise {
    bytes: u64,
    beginning: Vec<u8>,
}

/// Gives orders to a host, from as many tasks as like to.
#[derive(Debug, Clone)]
pub struct Voice {
    to: Arc<tokio::sync::Mutex<ChildStdin>>,
    waiting: Waiting,
    orders: Arc<AtomicU64>,
}

impl IsolatedHost {
    /// Starts the program in a tier, with so many people who talk to it; `more` comes on top of the settings of `misbehave`, and
    /// `memory` is a limit for the whole process.
    ///
    /// # Panics
    /// If the host does not start.
    pub async fn start(program: &str, tier: &str, talkers: usize, more: &str, memory: Option<u64>) -> Self {
        let folder = HostFolder::new();
        fs::write(folder.path().join("more.toml"), more).expect("the settings are written");
        let mut command = Command::new(program);
        command.arg(folder.path()).arg(tier).arg(talkers.to_string());
        command.args(memory.map(|bytes| bytes.to_string()));
        command.current_dir(folder.path()).env("TMPDIR", folder.temporary()).kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the host starts");
        let id = child.id().expect("it runs");
        let to = Arc::new(tokio::sync::Mutex::new(child.stdin.take().expect("it listens")));
        let (waiting, noise) = (Waiting::default(), Arc::<Mutex<Noise>>::default());
        let (sender, ready) = oneshot::channel();
        waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(0, sender);
        let out = child.stdout.take().expect("it speaks");
        tokio::spawn(hear(out, Arc::clone(&waiting), Arc::clone(&noise)));
        let errors = child.stderr.take().expect("it speaks");
        tokio::spawn(count(errors, Arc::clone(&noise)));
        let ready = timeout(START, ready).await;
        let Ok(Ok(ready)) = ready else {
            panic!(
                "the host does not start: {}",
                noise.lock().unwrap_or_else(PoisonError::into_inner).text()
            );
        };
        let plugins = serde_json::from_value(ready["plugins"].clone()).expect("the state of the plugins");
        Self { child, id, to, waiting, orders: Arc::new(AtomicU64::new(1)), noise, folder, plugins }
    }

    /// Returns what gives orders.
    pub fn voice(&self) -> Voice {
        Voice {
            to: Arc::clone(&self.to),
            waiting: Arc::clone(&self.waiting),
            orders: Arc::clone(&self.orders),
        }
    }

    /// Gives an order and waits for its end.
    ///
    /// # Panics
    /// If the process cannot be waited for.
    pub async fn order(&mut self, order: Value, patience: Duration) -> End {
        let voice = self.voice();
        tokio::select! {
            answer = voice.order(order, patience) => match answer {
                Some(answer) => End::Answer(answer),
                // A death is told a little later than the silence that it leaves.
                None => match timeout(Duration::from_millis(500), self.child.wait()).await {
                    Ok(status) => End::Death(described(status.expect("the process is known"))),
                    Err(_) => End::Silence,
                },
            },
            status = self.child.wait() => End::Death(described(status.expect("the process is known"))),
        }
    }

    /// Looks at the process from outside.
    pub fn state(&self) -> ProcessState {
        ProcessState::of(self.id)
    }

    /// Returns how many bytes came out of the host beside its answers.
    pub fn noise(&self) -> u64 {
        self.noise.lock().unwrap_or_else(PoisonError::into_inner).bytes
    }

    /// Returns the beginning of what came out of the host beside its answers.
    pub fn noise_text(&self) -> String {
        self.noise.lock().unwrap_or_else(PoisonError::into_inner).text()
    }

    /// Returns the folder of the host, which has its data in `data`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Stops the host in good order, and returns what is left of it: the answer, processes, files.
    ///
    /// # Panics
    /// If the host does not stop.
    pub async fn stop(mut self, patience: Duration) -> (Value, Vec<u32>, Vec<String>) {
        let answer = match self.order(json!({ "order": "stop" }), patience).await {
            End::Answer(answer) => answer,
            other => panic!("the host does not stop: {other:?}; {}", self.noise_text()),
        };
        let _ = timeout(patience, self.child.wait()).await;
        // What the host had started ends with it, and takes a moment for that.
        let end = Instant::now() + patience;
        while !in_session(self.id).is_empty() && Instant::now() < end {
            sleep(Duration::from_millis(20)).await;
        }
        (answer, in_session(self.id), self.folder.left())
    }
}

impl Drop for IsolatedHost {
    /// Ends whatever belongs to the host: it may have stopped itself, and its children live on.
    fn drop(&mut self) {
        for process in in_session(self.id) {
            if let Some(process) = i32::try_from(process).ok().and_then(Pid::from_raw) {
                let _ = kill_process(process, Signal::KILL);
            }
        }
    }
}

impl Voice {
    /// Gives an order; returns nothing if there is no answer in time.
    pub async fn order(&self, mut order: Value, patience: Duration) -> Option<Value> {
        let id = self.orders.fetch_add(1, Ordering::Relaxed);
        let (sender, answer) = oneshot::channel();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(id, sender);
        order["id"] = json!(id);
        let given = async {
            self.to.lock().await.write_all(format!("{order}\n").as_bytes()).await.ok()?;
            answer.await.ok()
        };
        let answer = timeout(patience, given).await.ok().flatten();
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        answer
    }
}

impl Noise {
    fn add(&mut self, bytes: &[u8]) {
        self.bytes += bytes.len() as u64;
        let room = 4096_usize.saturating_sub(self.beginning.len()).min(bytes.len());
        self.beginning.extend_from_slice(&bytes[..room]);
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.beginning).into_owned()
    }
}

/// Passes answers on, and counts what is none.
async fn hear(out: impl AsyncRead + Unpin, waiting: Waiting, noise: Arc<Mutex<Noise>>) {
    let (mut out, mut line) = (BufReader::new(out), Vec::new());
    while out.read_until(b'\n', &mut line).await.is_ok_and(|read| read > 0) {
        let answer = serde_json::from_slice::<Value>(&line).ok();
        let numbered = answer.and_then(|answer| Some((answer["id"].as_u64()?, answer["answer"].clone())));
        match numbered {
            Some((id, answer)) => {
                let sender = waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
                // Nobody waits any more for an answer that came too late.
                let _ = sender.map(|sender| sender.send(answer));
            }
            None if line == b"\n" => {}
            None => noise.lock().unwrap_or_else(PoisonError::into_inner).add(&line),
        }
        line.clear();
    }
    // Who waits hears that nothing comes any more.
    waiting.lock().unwrap_or_else(PoisonError::into_inner).clear();
}

async fn count(mut errors: impl AsyncRead + Unpin, noise: Arc<Mutex<Noise>>) {
    let mut bytes = vec![0; 64 << 10];
    while let Ok(read) = errors.read(&mut bytes).await {
        if read == 0 {
            return;
        }
        noise.lock().unwrap_or_else(PoisonError::into_inner).add(&bytes[..read]);
    }
}

fn described(status: ExitStatus) -> String {
    match (status.signal(), status.code()) {
        (Some(6), _) => "SIGABRT".into(),
        (Some(9), _) => "SIGKILL".into(),
        (Some(11), _) => "SIGSEGV".into(),
        (Some(signal), _) => format!("signal {signal}"),
        (None, code) => format!("status {}", code.unwrap_or_default()),
    }
}
