//! Tasks of plugins: they end with their plugin, their faults are its own, and so many run at once.

use hookwire::chain::FaultKind;
use hookwire::cx::{Cancel, Identity, MissingService, SpawnError, Task};
use hookwire::live::Settings;
use hookwire::origin::PluginCode;
use hookwire::test::Kit;
use hookwire::{Cx, Error, Plugin, Plugins, Registry, Result, plugin};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use std::future::pending;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;

/// Counts the tasks whose work is there.
#[derive(Debug, Default, Clone)]
struct Alive(Arc<AtomicU32>);

impl Alive {
    fn count(&self) -> u32 {
        self.0.load(Ordering::SeqCst)
    }

    fn enter(&self) -> AliveGuard {
        self.0.fetch_add(1, Ordering::SeqCst);
        AliveGuard(self.clone())
    }
}

struct AliveGuard(Alive);

impl Drop for AliveGuard {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("when it was dropped");
    }
}

/// Begins tasks as it is told.
#[derive(Default)]
struct Worker {
    alive: Alive,
    go: Arc<Notify>,
    handles: Mutex<Vec<Task>>,
    cx: Mutex<Option<Cx>>,
}

#[plugin(id = "worker")]
impl Worker {
    #[start]
    fn begin(&self, cx: &Cx) -> Result<()> {
        *self.cx.lock().unwrap() = Some(cx.clone());
        self.spawn("from start", cx).map(drop)
    }

    #[command("/spawn")]
    async fn order(&self, args: &str, cx: &Cx) -> Result<String> {
        let task = match args {
            "panic" => cx.spawn("panics", async { panic!("as it was told") })?,
            "fail" => cx.spawn("fails", async { Err(Error::msg("as it was told")) })?,
            "bomb" => cx.spawn("bomb", async {
                let _bomb = Bomb;
                pending().await
            })?,
            name => self.spawn(name, cx)?,
        };
        self.handles.lock().unwrap().push(task);
        Ok(String::new())
    }

    fn spawn(&self, name: &str, cx: &Cx) -> Result<Task> {
        let (alive, go) = (self.alive.enter(), Arc::clone(&self.go));
        cx.spawn(name, async move {
            let _alive = alive;
            go.notified().await;
            Ok(())
        })
    }
}

async fn order(kit: &Kit, args: &str) -> String {
    kit.command("spawn", args).await.map_or_else(|error| error.to_string(), |reply| reply.text)
}

fn look<T>(kit: &Kit, look: impl FnOnce(&Worker) -> T) -> T {
    kit.plugins().with_plugin(look).expect("it is live")
}

#[tokio::test]
async fn tasks_run_beside_everything_and_are_listed_until_they_end() {
    let kit = Kit::of::<Worker>().start().await;
    assert_eq!(order(&kit, "two").await, "");
    assert_eq!(kit.tasks(), ["from start", "two"]);
    let (alive, go) = look(&kit, |it| (it.alive.clone(), Arc::clone(&it.go)));
    assert_eq!(alive.count(), 2);
    // Both wait by then.
    tokio::task::yield_now().await;
    go.notify_waiters();
    let two = look(&kit, |it| it.handles.lock().unwrap()[0].clone());
    two.wait().await;
    assert!(two.has_ended() && two.name() == "two");
    kit.wait_for_tasks().await;
    assert_eq!((kit.tasks().len(), alive.count()), (0, 0));
    assert!(kit.faults().await.is_empty());
}

#[tokio::test]
async fn tasks_end_with_their_plugin_and_no_more_begin() {
    let kit = Kit::of::<Worker>().start().await;
    order(&kit, "two").await;
    let (alive, cx) = look(&kit, |it| (it.alive.clone(), it.cx.lock().unwrap().clone().unwrap()));
    kit.plugins().disable("worker").await.unwrap();
    assert_eq!((alive.count(), kit.tasks().len()), (0, 0));
    let error = cx.spawn("late", async { Ok(()) }).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&SpawnError::Stopped { plugin: "worker", name: "late".into() }));
    assert_eq!(error.to_string(), "the task `late` cannot begin: `worker` does not run");
    kit.plugins().enable("worker").await.unwrap();
    assert_eq!(kit.tasks(), ["from start"]);
    let alive = look(&kit, |it| it.alive.clone());
    assert!(kit.plugins().stop().await.is_empty());
    assert_eq!((alive.count(), kit.tasks().len()), (0, 0));
}

#[tokio::test]
async fn a_task_is_cancelled_by_its_handle() {
    let kit = Kit::of::<Worker>().start().await;
    order(&kit, "two").await;
    let (alive, two) = look(&kit, |it| (it.alive.clone(), it.handles.lock().unwrap()[0].clone()));
    two.cancel();
    two.wait().await;
    assert_eq!((alive.count(), kit.tasks()), (1, vec!["from start".to_owned()]));
}

#[tokio::test]
async fn what_goes_wrong_in_a_task_is_a_fault_of_its_plugin() {
    let kit = Kit::of::<Worker>().start().await;
    for (what, name, kind) in [("panic", "panics", FaultKind::Panic), ("fail", "fails", FaultKind::Error)] {
        order(&kit, what).await;
        look(&kit, |it| it.handles.lock().unwrap().pop().unwrap()).wait().await;
        // The fault is reported before the task is over.
        let faults = kit.faults().await;
        let [fault] = &*faults else { panic!("{faults:?}") };
        assert_eq!((&*fault.plugin, fault.code, &*fault.hook), ("worker", PluginCode::Task, name));
        assert_eq!((fault.kind, &*fault.message, fault.refused), (kind, "as it was told", false));
        assert!(fault.file.ends_with("spawn.rs") && fault.line > 0);
    }
    order(&kit, "bomb").await;
    tokio::task::yield_now().await;
    kit.plugins().disable("worker").await.unwrap();
    let faults = kit.faults().await;
    let [fault] = &*faults else { panic!("{faults:?}") };
    assert_eq!((fault.code, fault.kind), (PluginCode::Task, FaultKind::Panic));
    assert!(fault.message.contains("when it was dropped"), "{fault}");
}

#[tokio::test]
async fn so_many_tasks_of_a_plugin_run_at_once() {
    let kit = Kit::of::<Worker>().start().await;
    for number in 1..Task::MOST_AT_ONCE {
        assert_eq!(order(&kit, &format!("task {number}")).await, "");
    }
    assert_eq!(
        order(&kit, "one more").await,
        "the task `one more` cannot begin: 64 of `worker` run, which is the limit; wait for one of them"
    );
    assert_eq!(kit.tasks().len(), Task::MOST_AT_ONCE);
    let first = look(&kit, |it| it.handles.lock().unwrap()[0].clone());
    first.cancel();
    first.wait().await;
    assert_eq!(order(&kit, "one more").await, "");
}

/// Begins many tasks at its start.
#[derive(Default)]
struct Crowd;

#[plugin(id = "crowd")]
impl Crowd {
    #[start]
    fn begin(&self, cx: &Cx) -> Result<()> {
        (0..40).try_for_each(|number| cx.spawn(format!("task {number}"), pending()).map(drop))
    }
}

#[tokio::test(start_paused = true)]
async fn a_new_instance_has_room_for_its_tasks_beside_those_of_the_old_one() {
    let plugins = live(Crowd::MANIFEST).await;
    plugins.reload("crowd").await.unwrap();
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert_eq!(plugins.tasks().len(), 40);
}

/// Begins a task, and then does not start.
#[derive(Default)]
struct Stillborn;

static STILLBORN: AtomicU32 = AtomicU32::new(0);

#[plugin(id = "stillborn")]
impl Stillborn {
    #[start]
    fn begin(&self, cx: &Cx) -> Result<()> {
        struct Guard;
        impl Drop for Guard {
            fn drop(&mut self) {
                STILLBORN.fetch_add(1, Ordering::SeqCst);
            }
        }
        let guard = Guard;
        cx.spawn("left", async move {
            let _guard = guard;
            pending().await
        })?;
        Err(Error::msg("as it was told"))
    }
}

async fn live(manifest: &'static plugin::Manifest) -> Plugins {
    let registry = Registry::of(&[manifest]).unwrap();
    Plugins::of(registry).settings(Settings::default()).start().await.unwrap()
}

#[tokio::test]
async fn a_plugin_that_does_not_start_leaves_no_task() {
    let plugins = live(Stillborn::MANIFEST).await;
    assert_eq!((plugins.tasks().len(), STILLBORN.load(Ordering::SeqCst)), (0, 1));
}

#[tokio::test]
async fn a_live_set_that_is_gone_leaves_no_task() {
    let plugins = live(Worker::MANIFEST).await;
    let alive = plugins.with_plugin(|it: &Worker| it.alive.clone()).unwrap();
    let (_, task) = plugins.tasks().remove(0);
    drop(plugins);
    task.wait().await;
    assert_eq!(alive.count(), 0);
}

#[tokio::test]
async fn tasks_need_a_live_set_and_a_runtime() {
    let plugins = live(Worker::MANIFEST).await;
    let worker = plugins.with_plugin(|it: &Worker| it.cx.lock().unwrap().clone().unwrap()).unwrap();
    let spawned =
        std::thread::spawn(move || worker.spawn("aside", async { Ok(()) }).map(drop)).join().unwrap();
    let error = spawned.unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&SpawnError::NoRuntime { name: "aside".into() }));
    let services = hookwire::cx::Services::none();
    let wiring = plugins.wiring("", hookwire::Role::Agent);
    let cx = Cx::new(Identity::default(), wiring, services, Cancel::default(), None);
    let error = cx.spawn("none", async { Ok(()) }).unwrap_err();
    assert_eq!(error.downcast_ref::<MissingService>().unwrap().service, "tasks");
}

/// An init that waits has begun, and may go on.
static HAS_BEGUN: Notify = Notify::const_new();
static MAY_GO_ON: Notify = Notify::const_new();

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct BeginnerConfig {
    name: String,
    wait: bool,
    fail: bool,
}

/// Begins a task when it is made, and may take its time with that, or fail.
struct Beginner(Cx);

#[plugin(id = "beginner")]
impl Beginner {
    #[init]
    async fn new(config: BeginnerConfig, cx: &Cx) -> Result<Self> {
        cx.spawn(format!("init {}", config.name), pending())?;
        if config.wait {
            HAS_BEGUN.notify_one();
            MAY_GO_ON.notified().await;
        }
        if config.fail { Err(Error::msg("as it was told")) } else { Ok(Self(cx.clone())) }
    }

    #[command("/spawn")]
    fn order(&self, name: &str, cx: &Cx) -> Result<String> {
        cx.spawn(name, pending())?;
        Ok(String::new())
    }
}

async fn beginner(config: Value) -> Plugins {
    let mut settings = Settings::default();
    settings.sections.insert("beginner".into(), config.into());
    let registry = Registry::of(&[Beginner::MANIFEST]).unwrap();
    Plugins::of(registry).settings(settings).start().await.unwrap()
}

fn tasks(plugins: &Plugins) -> Vec<String> {
    plugins.tasks().iter().map(|(_, task)| task.name().to_owned()).collect()
}

/// Has the instance that works now begin a task.
async fn begin(plugins: &Plugins, name: &str) {
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let wiring = plugins.wiring("", hookwire::Role::default());
    wiring.command("spawn", name, &cx).await.unwrap().unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_task_that_an_instance_begins_while_its_successor_is_made_ends_with_it_or_not_at_all() {
    let plugins = beginner(json!({ "name": "old" })).await;
    let old = plugins.with_plugin::<Beginner, _>(|it| it.0.clone()).unwrap();
    for (fail, left) in [(true, &["init old", "meanwhile"][..]), (false, &["init new"])] {
        let section = json!({ "name": "new", "wait": true, "fail": fail });
        let change = plugins.reconfigure("beginner", section.into());
        let meanwhile = async {
            HAS_BEGUN.notified().await;
            begin(&plugins, "meanwhile").await;
            MAY_GO_ON.notify_one();
        };
        let (changed, ()) = futures_util::future::join(change, meanwhile).await;
        assert_eq!(changed.is_err(), fail);
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!(tasks(&plugins), left);
    }
    let error = old.spawn("late", pending()).unwrap_err();
    assert_eq!(error.downcast_ref(), Some(&SpawnError::Stopped { plugin: "beginner", name: "late".into() }));
}

#[tokio::test]
async fn a_plugin_that_had_failed_and_fails_again_begins_no_tasks() {
    let plugins = beginner(json!({ "name": "old", "fail": true })).await;
    assert_eq!(tasks(&plugins), [""; 0]);
    plugins.reconfigure("beginner", json!({ "name": "new", "fail": true }).into()).await.unwrap_err();
    assert_eq!(tasks(&plugins), [""; 0]);
    let late = plugins.task_service().spawn("beginner", "late".into(), Box::pin(pending()));
    assert_eq!(late.unwrap_err(), SpawnError::Stopped { plugin: "beginner", name: "late".into() });
}
