//! A hook that blocks its thread is told of while it still blocks.

use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use hookwire::chain::{FaultKind, Watchdog};
use hookwire::cx::{Cancel, Identity};
use hookwire::live::Plugins;
use hookwire::model::{Model, ModelError, Piece};
use hookwire::origin::PluginCode;
use hookwire::plugin::{Manifest, Plugin};
use hookwire::points::{
    MessageReceived, MessageSent, ModelRequest, PluginFault, ToolCall, ToolReport, ToolWrap,
};
use hookwire::{Cx, Fault, HookPoint, Next, Registry, Result, Role, plugin};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// No test waits longer than this for anything.
const BOUND: Duration = Duration::from_secs(20);

/// Blocks until it is let go, or until no test waits any more.
fn block(until: &AtomicBool) {
    let start = Instant::now();
    while !until.load(Ordering::SeqCst) && start.elapsed() < BOUND {
        thread::sleep(Duration::from_millis(1));
    }
}

/// Defines a plugin that blocks in an observer, so that each test has one of its own to let go.
macro_rules! blocker {
    ($name:ident, $id:literal, $go:ident) => {
        static $go: AtomicBool = AtomicBool::new(false);

        #[derive(Default)]
        struct $name;

        #[plugin(id = $id)]
        impl $name {
            #[hook("message.received")]
            async fn received(&self, _: &MessageReceived) {
                tokio::task::yield_now().await;
                block(&$go);
            }

            #[hook("message.sent")]
            fn sent(&self, _: &MessageSent) {
                block(&$go);
            }

            #[hook("tool.wrap")]
            async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
                let report = next.run(call).await;
                block(&$go);
                report
            }
        }
    };
}

blocker!(AsyncBlocker, "async-blocker", GO_ASYNC);
blocker!(SyncBlocker, "sync-blocker", GO_SYNC);
blocker!(WrapBlocker, "wrap-blocker", GO_WRAP);
blocker!(OnceBlocker, "once-blocker", GO_ONCE);

/// Starts a plugin under a watchdog.
async fn watched(manifest: &'static Manifest) -> Plugins {
    Watchdog::start(Duration::from_millis(5), Duration::from_millis(30));
    Plugins::of(Registry::of(&[manifest]).unwrap()).start().await.unwrap()
}

/// Waits for faults; fails if none comes in time.
async fn faults(plugins: &Plugins) -> Vec<Fault> {
    let start = Instant::now();
    loop {
        let faults = plugins.flush_faults().await;
        if !faults.is_empty() {
            return faults;
        }
        assert!(start.elapsed() < BOUND, "nobody told of the block");
        // Not the runtime's sleep: a worker that is blocked may be the one that keeps its timers.
        thread::sleep(Duration::from_millis(5));
    }
}

#[track_caller]
fn assert_blocking<P: HookPoint>(faults: &[Fault], plugin: &str, hook: &str) {
    let [fault] = faults else { panic!("{faults:?}") };
    assert_eq!(fault.kind, FaultKind::Blocking, "{fault}");
    assert_eq!((&*fault.plugin, &*fault.hook, &*fault.point), (plugin, hook, P::INFO.name));
    assert!(!fault.refused);
    let text = fault.to_string();
    assert!(text.contains("is blocking: has kept a thread for ") && text.contains("watch.rs:"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_async_hook_that_blocks_is_told_of_while_it_blocks() {
    let plugins = watched(AsyncBlocker::MANIFEST).await;
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let request = tokio::spawn(async move { cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await });
    let told = faults(&plugins).await;
    assert!(!request.is_finished(), "it was told too late");
    assert_blocking::<MessageReceived>(&told, "async-blocker", "received");
    GO_ASYNC.store(true, Ordering::SeqCst);
    request.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plain_hook_that_blocks_is_told_of_while_it_blocks() {
    let plugins = watched(SyncBlocker::MANIFEST).await;
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let request = tokio::spawn(async move { cx.fire::<MessageSent>(&MessageSent::new("http", "hi")).await });
    let told = faults(&plugins).await;
    assert!(!request.is_finished(), "it was told too late");
    assert_blocking::<MessageSent>(&told, "sync-blocker", "sent");
    GO_SYNC.store(true, Ordering::SeqCst);
    request.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_wrap_that_blocks_after_next_is_told_of_while_it_blocks() {
    let plugins = watched(WrapBlocker::MANIFEST).await;
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let request = tokio::spawn(async move {
        let call = ToolCall::new("run", json!({}));
        cx.wrap::<ToolWrap>(call, &|call| Box::pin(async { Ok(ToolReport::new(call, "ran")) })).await
    });
    let told = faults(&plugins).await;
    assert!(!request.is_finished(), "it was told too late");
    assert_blocking::<ToolWrap>(&told, "wrap-blocker", "wrap");
    GO_WRAP.store(true, Ordering::SeqCst);
    assert_eq!(request.await.unwrap().unwrap().text, "ran");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_block_is_told_of_once_and_the_next_again() {
    let plugins = watched(OnceBlocker::MANIFEST).await;
    for _ in 0..2 {
        GO_ONCE.store(false, Ordering::SeqCst);
        let cx = plugins.cx(Identity::default(), Cancel::default(), None);
        let request =
            tokio::spawn(async move { cx.fire::<MessageSent>(&MessageSent::new("http", "hi")).await });
        assert_blocking::<MessageSent>(&faults(&plugins).await, "once-blocker", "sent");
        thread::sleep(Duration::from_millis(100));
        assert_eq!(plugins.flush_faults().await, []);
        GO_ONCE.store(true, Ordering::SeqCst);
        request.await.unwrap().unwrap();
    }
    assert_eq!(plugins.flush_faults().await, []);
}

/// Waits, which is no block, and listens to faults.
#[derive(Default)]
struct Patient;

#[plugin(id = "patient")]
impl Patient {
    #[hook("message.received")]
    async fn received(&self, _: &MessageReceived) {
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_millis(15)).await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hook_that_waits_does_not_block() {
    let plugins = watched(Patient::MANIFEST).await;
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
    assert_eq!(plugins.flush_faults().await, []);
}

static GO_NESTED: AtomicBool = AtomicBool::new(false);

/// Fires the point at which `inner` blocks.
#[derive(Default)]
struct Outer;

#[plugin(id = "a-outer")]
impl Outer {
    #[hook("message.received")]
    async fn received(&self, _: &MessageReceived, cx: &Cx) -> Result<()> {
        cx.fire::<MessageSent>(&MessageSent::new("http", "hi")).await?;
        Ok(())
    }
}

/// Blocks inside another plugin's hook.
#[derive(Default)]
struct Inner;

#[plugin(id = "inner")]
impl Inner {
    #[hook("message.sent")]
    fn sent(&self, _: &MessageSent) {
        block(&GO_NESTED);
    }

    #[hook("plugin.fault")]
    fn fault(&self, _: &Fault) {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_hooks_in_each_other_the_innermost_is_to_blame() {
    Watchdog::start(Duration::from_millis(5), Duration::from_millis(30));
    let registry = Registry::of(&[Outer::MANIFEST, Inner::MANIFEST]).unwrap();
    let plugins = Arc::new(Plugins::of(registry).start().await.unwrap());
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let request = tokio::spawn(async move { cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await });
    let told = faults(&plugins).await;
    assert_blocking::<MessageSent>(&told, "inner", "sent");
    assert_ne!(told[0].point, PluginFault::INFO.name);
    GO_NESTED.store(true, Ordering::SeqCst);
    request.await.unwrap().unwrap();
}

// ===== Code that is no hook =====

static GO_CODE: AtomicBool = AtomicBool::new(false);

/// Blocks in its tool, its command and its models.
#[derive(Default)]
struct Busy;

#[plugin(id = "busy")]
impl Busy {
    /// Blocks.
    #[tool]
    async fn grind(&self) {
        tokio::task::yield_now().await;
        block(&GO_CODE);
    }

    /// Blocks.
    #[command("/grind")]
    async fn command(&self) -> &'static str {
        block(&GO_CODE);
        "done"
    }

    /// Blocks.
    #[model("grinder")]
    async fn model(&self, _name: &str) -> Result<Arc<dyn Model>> {
        block(&GO_CODE);
        Err(hookwire::Error::msg("there are no models"))
    }

    #[hook("tool.wrap")]
    async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        next.run(call).await
    }
}

#[track_caller]
fn assert_code(faults: &[Fault], plugin: &str, code: PluginCode, name: &str) {
    let [fault] = faults else { panic!("{faults:?}") };
    assert_eq!((fault.kind, fault.code), (FaultKind::Blocking, code), "{fault}");
    assert_eq!((&*fault.plugin, &*fault.hook, &*fault.point), (plugin, name, ""));
    let text = fault.to_string();
    assert!(text.starts_with(&format!("{code} `{name}` of `{plugin}` (")), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn tools_commands_and_models_that_block_are_told_of_while_they_block() {
    let plugins = watched(Busy::MANIFEST).await;
    let wiring = plugins.wiring("", Role::Agent);
    let cx = || plugins.cx(Identity::default(), Cancel::default(), None);
    let cases = [(PluginCode::Tool, "grind"), (PluginCode::Command, "grind"), (PluginCode::Model, "grinder")];
    for (code, name) in cases {
        GO_CODE.store(false, Ordering::SeqCst);
        let (wiring, cx) = (wiring.clone(), cx());
        let work = tokio::spawn(async move {
            match code {
                PluginCode::Tool => drop(wiring.tool("grind", json!({}), None, &cx).await),
                PluginCode::Command => drop(wiring.command("grind", "", &cx).await),
                _ => drop(wiring.model("grinder", "any", &cx).await),
            }
        });
        assert_code(&faults(&plugins).await, "busy", code, name);
        assert!(!work.is_finished(), "it was told too late");
        GO_CODE.store(true, Ordering::SeqCst);
        work.await.unwrap();
    }
}

static GO_INSIDE: AtomicBool = AtomicBool::new(false);

/// Brings a tool, and nothing around it.
#[derive(Default)]
struct Heavy;

#[plugin(id = "heavy")]
impl Heavy {
    /// Blocks.
    #[tool]
    async fn lift(&self) {
        block(&GO_INSIDE);
    }
}

/// Is around each tool, and does nothing.
#[derive(Default)]
struct Around;

#[plugin(id = "around")]
impl Around {
    #[hook("tool.wrap")]
    async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        next.run(call).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_wrap_the_tool_is_to_blame_and_nobody_for_the_hosts_own_work() {
    Watchdog::start(Duration::from_millis(5), Duration::from_millis(30));
    let registry = Registry::of(&[Heavy::MANIFEST, Around::MANIFEST]).unwrap();
    let plugins = Plugins::of(registry).start().await.unwrap();
    let (wiring, cx) =
        (plugins.wiring("", Role::Agent), plugins.cx(Identity::default(), Cancel::default(), None));
    let (around, inside) = (cx.clone(), cx.clone());
    let request = tokio::spawn(async move {
        let call = ToolCall::new("lift", json!({}));
        around
            .wrap::<ToolWrap>(call, &|call| {
                let (wiring, inside) = (wiring.clone(), inside.clone());
                Box::pin(async move {
                    wiring.tool("lift", json!({}), None, &inside).await;
                    Ok(ToolReport::new(call, "lifted"))
                })
            })
            .await
    });
    assert_code(&faults(&plugins).await, "heavy", PluginCode::Tool, "lift");
    GO_INSIDE.store(true, Ordering::SeqCst);
    assert_eq!(request.await.unwrap().unwrap().text, "lifted");

    let call = ToolCall::new("lift", json!({}));
    let own = cx.wrap::<ToolWrap>(call, &|call| {
        thread::sleep(Duration::from_millis(100));
        Box::pin(async { Ok(ToolReport::new(call, "by the host")) })
    });
    assert_eq!(own.await.unwrap().text, "by the host");
    assert_eq!(plugins.flush_faults().await, []);
}

static GO_LIFE: AtomicBool = AtomicBool::new(false);

/// Blocks when it is made, when it starts and when it stops.
struct Sluggish;

#[plugin(id = "sluggish")]
impl Sluggish {
    #[init]
    fn new() -> Self {
        thread::sleep(Duration::from_millis(150));
        Self
    }

    #[start]
    fn start(&self) {
        thread::sleep(Duration::from_millis(150));
    }

    #[stop]
    fn stop(&self) {
        block(&GO_LIFE);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_init_a_start_and_a_stop_that_block_are_told_of() {
    let plugins = watched(Sluggish::MANIFEST).await;
    let [init, start] = &plugins.flush_faults().await[..] else { panic!("two faults") };
    assert_code(std::slice::from_ref(init), "sluggish", PluginCode::Init, "init");
    assert_code(std::slice::from_ref(start), "sluggish", PluginCode::Start, "start");
    let stopping = plugins.clone();
    let stop = tokio::spawn(async move { stopping.stop().await });
    assert_code(&faults(&plugins).await, "sluggish", PluginCode::Stop, "stop");
    GO_LIFE.store(true, Ordering::SeqCst);
    assert_eq!(stop.await.unwrap(), []);
}

static GO_OVERRUN: AtomicBool = AtomicBool::new(false);

/// Never yields, for longer than it may take.
#[derive(Default)]
struct Endless;

#[plugin(id = "endless")]
impl Endless {
    #[hook("message.sent", timeout = "60ms")]
    fn sent(&self, _: &MessageSent) {
        block(&GO_OVERRUN);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plain_hook_that_runs_past_its_own_time_out_is_told_of() {
    let plugins = watched(Endless::MANIFEST).await;
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let request = tokio::spawn(async move { cx.fire::<MessageSent>(&MessageSent::new("http", "hi")).await });
    assert_blocking::<MessageSent>(&faults(&plugins).await, "endless", "sent");
    let [fault] = &faults(&plugins).await[..] else { panic!("one more fault") };
    assert_eq!((fault.kind, &*fault.plugin), (FaultKind::Overrun, "endless"));
    assert!(fault.to_string().contains("runs past its time-out: may take 60ms and has kept a thread for "));
    assert!(!request.is_finished(), "it was told too late");
    GO_OVERRUN.store(true, Ordering::SeqCst);
    request.await.unwrap().unwrap();
}

static GO_MODEL: AtomicBool = AtomicBool::new(false);

/// Brings a model that blocks while it answers.
#[derive(Default)]
struct Thinker;

#[plugin(id = "thinker")]
impl Thinker {
    /// Opens it.
    #[model("thinker")]
    fn open(&self, _: &str) -> Arc<dyn Model> {
        Arc::new(Blocking)
    }
}

struct Blocking;

impl Model for Blocking {
    fn stream<'a>(&'a self, _: &'a ModelRequest, _: &'a Cx) -> BoxStream<'a, Result<Piece, ModelError>> {
        let answer = async {
            block(&GO_MODEL);
            Ok(Piece::Text("at last".into()))
        };
        stream::once(answer).boxed()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_model_that_blocks_while_it_answers_is_told_of() {
    let plugins = watched(Thinker::MANIFEST).await;
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let model = plugins.wiring("", Role::Agent).model("thinker", "any", &cx).await.unwrap().unwrap();
    let answer = tokio::spawn(async move {
        let request = ModelRequest::new("thinker/any", []);
        let mut pieces = model.stream(&request, &cx);
        pieces.next().await
    });
    assert_code(&faults(&plugins).await, "thinker", PluginCode::Model, "thinker");
    GO_MODEL.store(true, Ordering::SeqCst);
    assert!(matches!(answer.await.unwrap(), Some(Ok(Piece::Text(text))) if text == "at last"));
}

static GO_AFTER: AtomicBool = AtomicBool::new(false);

/// Brings a tool that does nothing, and blocks when it has called it.
#[derive(Default)]
struct Lingering;

#[plugin(id = "lingering")]
impl Lingering {
    /// Does nothing.
    #[tool]
    async fn rest(&self) {}

    #[hook("message.sent")]
    async fn sent(&self, _: &MessageSent, cx: &Cx) {
        let wiring = cx.wired().expect("all have started");
        wiring.tool("rest", json!({}), None, cx).await.expect("a tool").expect("a rest");
        block(&GO_AFTER);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hook_that_blocks_when_the_tool_it_called_is_over_is_told_of() {
    let plugins = watched(Lingering::MANIFEST).await;
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let request = tokio::spawn(async move { cx.fire::<MessageSent>(&MessageSent::new("http", "hi")).await });
    assert_blocking::<MessageSent>(&faults(&plugins).await, "lingering", "sent");
    GO_AFTER.store(true, Ordering::SeqCst);
    request.await.unwrap().unwrap();
}

static GO_LONG: AtomicBool = AtomicBool::new(false);

/// Brings a tool that never yields, for longer than it may take.
#[derive(Default)]
struct Stubborn;

#[plugin(id = "stubborn")]
impl Stubborn {
    /// Never yields.
    #[tool(timeout = "60ms")]
    async fn hold(&self) {
        block(&GO_LONG);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_tool_that_runs_past_its_own_time_out_is_told_of() {
    let plugins = watched(Stubborn::MANIFEST).await;
    let wiring = plugins.wiring("", Role::Agent);
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let request = tokio::spawn(async move { drop(wiring.tool("hold", json!({}), None, &cx).await) });
    assert_code(&faults(&plugins).await, "stubborn", PluginCode::Tool, "hold");
    let [fault] = &faults(&plugins).await[..] else { panic!("one more fault") };
    assert_eq!((fault.kind, fault.code, &*fault.plugin), (FaultKind::Overrun, PluginCode::Tool, "stubborn"));
    // Its caller is answered while it blocks.
    GO_LONG.store(true, Ordering::SeqCst);
    request.await.unwrap();
}
