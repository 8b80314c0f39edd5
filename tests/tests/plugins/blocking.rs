//! Code that is no hook and keeps its thread: its caller is answered in time all the same.

use hookwire::cx::{Cancel, Identity};
use hookwire::live::{Plugins, StartError, Status};
use hookwire::model::Model;
use hookwire::plugin::{Manifest, Plugin, ToolError};
use hookwire::points::ToolCall;
use hookwire::{Cx, Error, Registry, Result, Role, Verdict, plugin};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use tokio::time::timeout;

const SOON: Duration = Duration::from_secs(5);

/// Blocks the thread until it is let go, or until no test waits any more.
fn block(until: &AtomicBool) {
    let since = Instant::now();
    while !until.load(Ordering::SeqCst) && since.elapsed() < Duration::from_mins(1) {
        thread::sleep(Duration::from_millis(1));
    }
}

struct LetGo(&'static AtomicBool);

impl Drop for LetGo {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

async fn start(manifest: &'static Manifest) -> Result<Plugins, StartError> {
    let registry = Registry::of(&[manifest]).unwrap();
    let started = Plugins::of(registry).lifecycle_timeout(Duration::from_millis(100)).start();
    timeout(SOON, started).await.expect("it starts, or not, in time")
}

fn cx(plugins: &Plugins) -> Cx {
    plugins.cx(Identity::default(), Cancel::default(), None)
}

static GO_INIT: AtomicBool = AtomicBool::new(false);

struct SlowInit;

#[plugin(id = "slow-init")]
impl SlowInit {
    #[init]
    fn new() -> Self {
        block(&GO_INIT);
        Self
    }

    /// Does nothing.
    #[tool]
    fn rest(&self) {}
}

struct SlowGate;

#[plugin(id = "slow-gate")]
impl SlowGate {
    #[init]
    fn new() -> Self {
        block(&GO_INIT);
        Self
    }

    #[hook("tool.gate")]
    fn judge(&self, _: &ToolCall) -> Verdict {
        Verdict::Allow
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn an_init_that_blocks_holds_up_nobody_and_a_gate_is_not_left_out() {
    let _let_go = LetGo(&GO_INIT);
    let plugins = start(SlowInit::MANIFEST).await.expect("it starts without the plugin");
    let [(_, Status::Failed(why))] = &plugins.status()[..] else { panic!("{:?}", plugins.status()) };
    assert_eq!(why, "its init took longer than 100ms and keeps a thread");
    let Err(StartError::Gate(down)) = start(SlowGate::MANIFEST).await else { panic!("it started") };
    assert_eq!(down[0].plugin, "slow-gate");
}

static GO_STOP: AtomicBool = AtomicBool::new(false);

#[derive(Default)]
struct SlowStop;

#[plugin(id = "slow-stop")]
impl SlowStop {
    #[stop]
    fn stop(&self) {
        block(&GO_STOP);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_stop_that_blocks_is_given_up() {
    let _let_go = LetGo(&GO_STOP);
    let plugins = start(SlowStop::MANIFEST).await.unwrap();
    let unclean = timeout(SOON, plugins.stop()).await.expect("it stops in time");
    assert_eq!(unclean, [("slow-stop", "its stop took longer than 100ms and keeps a thread".to_owned())]);
}

static GO_CALLS: AtomicBool = AtomicBool::new(false);

#[derive(Default)]
struct Blocker;

#[plugin(id = "blocker")]
impl Blocker {
    /// Blocks.
    #[tool(timeout = "100ms")]
    async fn grind(&self) {
        block(&GO_CALLS);
    }

    /// Blocks.
    #[command("/grind", timeout = "100ms")]
    async fn command(&self) -> &'static str {
        block(&GO_CALLS);
        "done"
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 6)]
async fn a_tool_and_a_command_that_block_are_answered_at_their_time_out() {
    let _let_go = LetGo(&GO_CALLS);
    let plugins = start(Blocker::MANIFEST).await.unwrap();
    let (wiring, cx) = (plugins.wiring("", Role::Agent), cx(&plugins));
    let called = timeout(SOON, wiring.tool("grind", json!({}), None, &cx)).await.expect("an answer in time");
    assert!(
        matches!(called, Some(Err(ToolError::TimedOut { after, .. })) if after == Duration::from_millis(100))
    );
    let ran = timeout(SOON, wiring.command("grind", "", &cx)).await.expect("an answer in time");
    let why = ran.unwrap().unwrap_err().to_string();
    assert_eq!(why, "/grind of `blocker` took longer than 100ms and keeps a thread");
}

static GO_DROP: AtomicBool = AtomicBool::new(false);
static DROPPED: AtomicBool = AtomicBool::new(false);

#[derive(Default)]
struct Waiter;

/// Says when it is dropped.
struct Told;

impl Drop for Told {
    fn drop(&mut self) {
        DROPPED.store(true, Ordering::SeqCst);
    }
}

#[plugin(id = "waiter")]
impl Waiter {
    /// Waits.
    #[tool]
    async fn wait(&self) {
        let _told = Told;
        GO_DROP.store(true, Ordering::SeqCst);
        std::future::pending::<()>().await;
    }

    /// Opens nothing.
    #[model("waiter")]
    async fn open(&self, _: &str) -> Result<Arc<dyn Model>> {
        Err(Error::msg("there are no models"))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_call_that_nobody_waits_for_any_more_is_dropped_at_once() {
    let plugins = start(Waiter::MANIFEST).await.unwrap();
    let (wiring, cx) = (plugins.wiring("", Role::Agent), cx(&plugins));
    let call = timeout(Duration::from_millis(300), wiring.tool("wait", json!({}), None, &cx)).await;
    assert!(call.is_err() && GO_DROP.load(Ordering::SeqCst));
    assert!(DROPPED.load(Ordering::SeqCst), "it is gone when its caller is");
}
