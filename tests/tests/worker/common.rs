use hookwire_worker::process::{
    Exit, Launch, Output, OutputSink, ProcessError, SpawnOptions, Spawned, Spawner, Stream,
};
use hookwire_worker::sandbox::Policy;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;

/// The program whose `main` enters first, with one thread.
pub(crate) fn fenced() -> SpawnOptions {
    SpawnOptions { program: PathBuf::from(env!("CARGO_BIN_EXE_fenced")), ..SpawnOptions::default() }
}

/// This test itself, whose harness has a thread before the worker begins.
pub(crate) fn this_test() -> SpawnOptions {
    let arguments = ["worker_entry", "--exact", "--nocapture", "--test-threads=1"];
    SpawnOptions { arguments: arguments.map(Into::into).to_vec(), ..SpawnOptions::default() }
}

pub(crate) fn launch(probe: &str, policy: Policy) -> Launch {
    Launch {
        name: "probe".to_owned(),
        policy,
        init: probe.as_bytes().to_vec(),
        output_bytes_per_second: 1 << 20,
        output: Arc::new(|output| println!("{output:?}")),
    }
}

pub(crate) async fn spawn(probe: &str, policy: Policy) -> Spawned {
    spawn_with(fenced(), launch(probe, policy)).await.unwrap_or_else(|error| panic!("{error:?}"))
}

pub(crate) async fn spawn_with(options: SpawnOptions, launch: Launch) -> Result<Spawned, ProcessError> {
    Spawner::start(options)?.spawn(launch).await
}

/// Starts a worker for one probe and returns what it wrote, and how it ended.
pub(crate) async fn probe(probe: &str, policy: Policy) -> (String, Exit) {
    answer(spawn(probe, policy).await).await
}

pub(crate) async fn answer(mut spawned: Spawned) -> (String, Exit) {
    let mut text = String::new();
    spawned.ends.reader.read_to_string(&mut text).await.unwrap();
    (text, spawned.worker.wait().await)
}

/// A folder of its own, which nobody else uses.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("worker-{name}"));
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// What a worker printed: the lines with their streams, and the bytes that were dropped.
#[derive(Debug, Default)]
pub(crate) struct Printed {
    pub(crate) lines: Vec<(Stream, String)>,
    pub(crate) dropped: u64,
}

pub(crate) fn printed() -> (Arc<Mutex<Printed>>, OutputSink) {
    let printed = Arc::new(Mutex::new(Printed::default()));
    let taken = Arc::clone(&printed);
    let sink = move |output: Output<'_>| {
        let mut printed = taken.lock().unwrap();
        match output {
            Output::Line { stream, text } => printed.lines.push((stream, text.to_owned())),
            Output::Dropped { bytes } => printed.dropped += bytes,
        }
    };
    (printed, Arc::new(sink))
}

/// Waits until a process is gone, or is only waiting for somebody to read its end.
pub(crate) fn is_gone_within(pid: u32, limit: Duration) -> bool {
    let until = Instant::now() + limit;
    while Instant::now() < until {
        let state = Command::new("ps").args(["-o", "stat=", "-p", &pid.to_string()]).output().unwrap().stdout;
        if state.is_empty() || state.starts_with(b"Z") {
            return true;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    false
}
