use crate::common::{folder, is_gone_within, launch, probe, spawn, spawn_with};
use hookwire_worker::process::{End, Reason, Slot, SpawnOptions, Spawned};
use hookwire_worker::sandbox::{Policy, ResourceLimits};
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn each_end_is_told() {
    let (_, exit) = probe("status 3", Policy::default()).await;
    assert_eq!((exit.end(), exit.to_string().as_str()), (End::Status(3), "it left with status 3"));
    let (_, exit) = probe("status 0", Policy::default()).await;
    assert_eq!(exit.end(), End::Status(0));
    let (_, exit) = probe("heap", Policy::default()).await;
    assert!(exit.is_heap_cap() && exit.to_string() == "its heap reached the limit", "{exit:?}");
    let (_, exit) = probe("abort", Policy::default()).await;
    assert_eq!(exit.end(), End::Signal(6));
    let (_, exit) = probe("segfault", Policy::default()).await;
    assert_eq!((exit.end(), exit.was_killed()), (End::Signal(11), false));
    assert!(exit.to_string().starts_with("it died of SIGSEGV"), "{exit}");
}

#[tokio::test]
async fn processor_time_ends_where_the_limit_is() {
    let limits = ResourceLimits { cpu: Some(Duration::from_secs(1)), ..ResourceLimits::default() };
    let (_, exit) = probe("spin", Policy { limits, ..Policy::default() }).await;
    assert_eq!(exit.end(), End::Signal(24), "{exit}");
}

#[tokio::test]
async fn the_host_kills_and_is_told_so() {
    let Spawned { worker, ends } = spawn("spin", Policy::default()).await;
    assert_eq!(worker.exit(), None);
    let before = worker.cpu_time();
    tokio::time::sleep(Duration::from_millis(200)).await;
    if cfg!(target_os = "linux") {
        assert!(worker.cpu_time() > before, "{before:?}");
        let memory = worker.private_memory().unwrap();
        assert!((1..64 << 20).contains(&memory), "{memory}");
    }
    worker.kill();
    worker.kill();
    let exit = worker.wait().await;
    assert!(exit.was_killed() && exit.to_string() == "it was killed by the host", "{exit:?}");
    assert_eq!((worker.exit(), worker.wait().await), (Some(exit), exit));
    assert_eq!((worker.cpu_time(), worker.private_memory()), (None, None));
    worker.kill();
    drop(ends);
}

#[tokio::test]
async fn a_worker_that_is_dropped_is_killed_and_reaped() {
    let spawned = spawn("sleep", Policy::default()).await;
    let pid = spawned.worker.pid();
    drop(spawned);
    let until = Instant::now() + SOON;
    // Not even a zombie is left.
    while Path::new(&format!("/proc/{pid}")).exists() {
        assert!(Instant::now() < until, "{pid} is still there");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn the_page_is_there_after_a_crash() {
    let Spawned { worker, .. } = spawn("page", Policy::default()).await;
    assert_eq!(worker.wait().await.end(), End::Signal(6));
    let page = worker.page();
    assert_eq!((page.polled(Slot::Main), page.polled(Slot::Sync), page.reason()), (Some(42), Some(7), None));
    let Spawned { worker, .. } = spawn("heap", Policy::default()).await;
    worker.wait().await;
    let page = worker.page();
    assert_eq!((page.polled(Slot::Main), page.reason()), (None, Some(Reason::HeapCap)));
}

#[tokio::test]
async fn what_the_worker_started_ends_with_it() {
    let policy = Policy { exec: true, ..Policy::default() };
    let (program, exit) = probe("outlive", policy).await;
    assert_eq!(exit.end(), End::Status(0));
    assert!(is_gone_within(program.parse().unwrap(), SOON), "{program} is still there");
}

#[tokio::test]
async fn a_thread_or_runtime_that_ends_takes_no_worker_along() {
    let spawned = thread::spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(spawn("sleep", Policy::default()))
    });
    let spawned = spawned.join().unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(spawned.worker.exit(), None);
}

#[test]
fn a_host_that_is_killed_leaves_no_worker() {
    let (mut host, workers) =
        start_host(Path::new(env!("CARGO_BIN_EXE_fenced")), &["spin", "sleep", "forget"]);
    assert_eq!(workers.len(), 3);
    host.kill().unwrap();
    host.wait().unwrap();
    for worker in workers {
        assert!(is_gone_within(worker, SOON), "{worker} is still there");
    }
}

#[test]
fn a_host_whose_file_was_replaced_starts_workers_of_its_own_kind() {
    let file = folder("replaced").join("fenced");
    std::fs::copy(env!("CARGO_BIN_EXE_fenced"), &file).unwrap();
    let (mut host, workers) = start_host(&file, &["replaced", "sleep"]);
    assert_eq!((workers.len(), std::fs::read(&file).unwrap()), (1, b"something else".to_vec()));
    host.kill().unwrap();
    host.wait().unwrap();
    assert!(is_gone_within(workers[0], SOON));
}

#[tokio::test]
async fn a_program_that_does_not_enter_is_told_from_one_that_is_not_there() {
    let program = |path: &str| SpawnOptions { program: PathBuf::from(path), ..SpawnOptions::default() };
    let error = spawn_with(program("/no/such"), launch("level", Policy::default())).await.unwrap_err();
    assert!(error.to_string().contains("`/no/such`"), "{error}");
    let error = spawn_with(program("/bin/false"), launch("level", Policy::default())).await.unwrap_err();
    assert!(error.to_string().contains("status 1; `main` has to call"), "{error}");
    let options = SpawnOptions {
        arguments: vec!["60".into()],
        ready_timeout: Duration::from_millis(100),
        ..program("/bin/sleep")
    };
    let error = spawn_with(options, launch("level", Policy::default())).await.unwrap_err();
    assert!(error.to_string().contains("not ready after 100ms"), "{error}");
}

fn start_host(program: &Path, probes: &[&str]) -> (Child, Vec<u32>) {
    let mut host = loop {
        match Command::new(program).arg("host").args(probes).stdout(Stdio::piped()).spawn() {
            // A process that another test is just starting still has the descriptor by which the file was written.
            Err(error) if error.kind() == ErrorKind::ExecutableFileBusy => {
                thread::sleep(Duration::from_millis(5));
            }
            started => break started.unwrap(),
        }
    };
    let mut line = String::new();
    BufReader::new(host.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (host, line.split_ascii_whitespace().map(|pid| pid.parse().unwrap()).collect())
}
