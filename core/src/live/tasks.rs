use super::guard::Guard;
use crate::cx::{Cancel, SpawnError, Task, TaskService};
use crate::error::Result;
use crate::fault::{Fault, FaultKind, FaultSink};
use crate::lock::lock;
use crate::origin::{HookOrigin, PluginCode};
use crate::plugin::Manifest;
use futures_util::future::{BoxFuture, Either, select};
use std::collections::{BTreeSet, HashMap};
use std::pin::pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::runtime::Handle;

/// How long tasks that are stopped may take to come to a point where they wait.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The tasks of all plugins of a live set.
#[derive(Debug)]
pub(super) struct PluginTasks {
    running: Arc<Mutex<Running>>,
    sink: FaultSink,
}

/// The number of an instance of a plugin, or of those of it that are made together, one for the plugin and one for each agent
/// with settings of its own.
pub(super) type Generation = u64;

/// The plugins that may begin tasks, each with those that run.
#[derive(Debug, Default)]
struct Running {
    plugins: HashMap<&'static str, Owner>,
    /// The number of the last task or generation that was begun.
    begun: u64,
}

/// A plugin that may begin tasks.
#[derive(Debug)]
struct Owner {
    manifest: &'static Manifest,
    /// The generation that works: it has the tasks that requests begin.
    current: Generation,
    /// The generations that are not stopped.
    alive: BTreeSet<Generation>,
    tasks: Vec<RunningTask>,
}

#[derive(Debug)]
struct RunningTask {
    number: u64,
    generation: Generation,
    task: Task,
}

/// The task service of one generation: what it spawns ends with it.
#[derive(Debug)]
struct GenerationTasks {
    tasks: Arc<PluginTasks>,
    generation: Generation,
}

/// A task's place among those that run, until this is dropped.
struct Entry {
    running: Arc<Mutex<Running>>,
    plugin: &'static str,
    number: u64,
    ended: Cancel,
}

impl Drop for Entry {
    fn drop(&mut self) {
        if let Some(owner) = lock(&self.running).plugins.get_mut(self.plugin) {
            owner.tasks.retain(|task| task.number != self.number);
        }
        self.ended.cancel();
    }
}

impl PluginTasks {
    pub(super) fn new(sink: FaultSink) -> Self {
        Self { running: Arc::default(), sink }
    }

    /// Begins a generation of a plugin, and lets the plugin begin tasks if it may not yet. Until it is the current one, its
    /// tasks are those that its own contexts begin.
    pub(super) fn begin(&self, plugin: &'static Manifest) -> Generation {
        let mut running = lock(&self.running);
        running.begun += 1;
        let generation = running.begun;
        let new =
            || Owner { manifest: plugin, current: generation, alive: BTreeSet::new(), tasks: Vec::new() };
        running.plugins.entry(plugin.id).or_insert_with(new).alive.insert(generation);
        generation
    }

    /// Returns the service by which a generation begins tasks.
    pub(super) fn of(self: &Arc<Self>, generation: Generation) -> Arc<dyn TaskService> {
        Arc::new(GenerationTasks { tasks: Arc::clone(self), generation })
    }

    /// Makes a generation the one that works.
    pub(super) fn advance(&self, plugin: &str, generation: Generation) {
        if let Some(owner) = lock(&self.running).plugins.get_mut(plugin) {
            owner.current = generation;
        }
    }

    /// Stops the tasks of a plugin, which begins no more; an error names those that did not end.
    pub(super) async fn stop(&self, plugin: &str) -> Result<(), String> {
        let stopped = lock(&self.running).plugins.remove(plugin);
        let tasks = stopped.map(|owner| owner.tasks).unwrap_or_default();
        end(tasks.into_iter().map(|running| running.task).collect()).await
    }

    /// Stops the tasks of one generation, which begins no more; an error names those that did not end.
    pub(super) async fn stop_generation(&self, plugin: &str, generation: Generation) -> Result<(), String> {
        let tasks = match lock(&self.running).plugins.get_mut(plugin) {
            Some(owner) => {
                owner.alive.remove(&generation);
                let its = owner.tasks.iter().filter(|running| running.generation == generation);
                its.map(|running| running.task.clone()).collect()
            }
            None => Vec::new(),
        };
        end(tasks).await
    }

    /// Returns the tasks that run, by plugin.
    pub(super) fn all(&self) -> Vec<(&'static str, Task)> {
        let running = lock(&self.running);
        let owners = running.plugins.iter();
        let tasks = owners.flat_map(|(plugin, owner)| owner.tasks.iter().map(|it| (*plugin, it)));
        let mut all: Vec<_> = tasks.map(|(plugin, it)| (plugin, it.number, it.task.clone())).collect();
        all.sort_by_key(|(plugin, number, _)| (*plugin, *number));
        all.into_iter().map(|(plugin, _, task)| (plugin, task)).collect()
    }

    /// Begins to stop every task, for a live set that nobody has stopped.
    pub(super) fn cancel_all(&self) {
        let plugins = std::mem::take(&mut lock(&self.running).plugins);
        plugins.values().flat_map(|owner| &owner.tasks).for_each(|running| running.task.cancel());
    }

    /// Finds a place for a task of a generation; of the one that works, if none is named.
    fn enter(
        &self,
        plugin: &'static str,
        generation: Option<Generation>,
        name: &str,
    ) -> Result<(&'static Manifest, Entry, Task, Cancel), SpawnError> {
        let mut running = lock(&self.running);
        running.begun += 1;
        let number = running.begun;
        let owner = running.plugins.get_mut(plugin);
        let is_alive = |owner: &Owner| generation.is_none_or(|it| owner.alive.contains(&it));
        let Some(owner) = owner.filter(|owner| is_alive(owner)) else {
            return Err(SpawnError::Stopped { plugin, name: name.to_owned() });
        };
        let generation = generation.unwrap_or(owner.current);
        // A new generation has room for its tasks beside those of the one that it is to replace.
        let its = owner.tasks.iter().filter(|task| task.generation == generation).count();
        if its >= Task::MOST_AT_ONCE {
            return Err(SpawnError::TooMany { plugin, name: name.to_owned() });
        }
        let (stop, ended) = (Cancel::default(), Cancel::default());
        let task = Task::new(name, stop.clone(), ended.clone());
        owner.tasks.push(RunningTask { number, generation, task: task.clone() });
        let entry = Entry { running: Arc::clone(&self.running), plugin, number, ended };
        Ok((owner.manifest, entry, task, stop))
    }
}

/// Cancels tasks and waits for them; an error names those that did not end.
async fn end(tasks: Vec<Task>) -> Result<(), String> {
    tasks.iter().for_each(Task::cancel);
    let ended = async {
        for task in &tasks {
            task.wait().await;
        }
    };
    if tokio::time::timeout(TIMEOUT, ended).await.is_ok() {
        return Ok(());
    }
    let left = tasks.iter().filter(|task| !task.has_ended());
    let names: Vec<_> = left.map(|task| format!("`{}`", task.name())).collect();
    Err(format!("its tasks did not end: {}", names.join(", ")))
}

impl TaskService for PluginTasks {
    fn spawn(
        &self,
        plugin: &'static str,
        name: String,
        work: BoxFuture<'static, Result<()>>,
    ) -> Result<Task, SpawnError> {
        self.spawn_for(plugin, None, name, work)
    }
}

impl TaskService for GenerationTasks {
    fn spawn(
        &self,
        plugin: &'static str,
        name: String,
        work: BoxFuture<'static, Result<()>>,
    ) -> Result<Task, SpawnError> {
        self.tasks.spawn_for(plugin, Some(self.generation), name, work)
    }
}

impl PluginTasks {
    fn spawn_for(
        &self,
        plugin: &'static str,
        generation: Option<Generation>,
        name: String,
        work: BoxFuture<'static, Result<()>>,
    ) -> Result<Task, SpawnError> {
        let Ok(runtime) = Handle::try_current() else { return Err(SpawnError::NoRuntime { name }) };
        let (manifest, entry, task, stop) = self.enter(plugin, generation, &name)?;
        let guard =
            Guard::new(manifest, PluginCode::Task, ("task", manifest.line), Duration::MAX, &self.sink);
        let sink = self.sink.clone();
        runtime.spawn(async move {
            // Dropped last: the task is over when its work is gone.
            let _entry = entry;
            let outcome = {
                let work = pin!(guard.run_untimed(work));
                let stop = pin!(stop.wait());
                match select(stop, work).await {
                    Either::Left(_) => return,
                    Either::Right((outcome, _)) => outcome,
                }
            };
            let (kind, message) = match outcome {
                Ok(Ok(())) => return,
                Ok(Err(error)) => (FaultKind::Error, error.to_string()),
                Err(message) => (FaultKind::Panic, message),
            };
            let origin = HookOrigin { plugin, hook: "task", file: manifest.file, line: manifest.line };
            let mut fault = Fault::new("", origin, kind, message);
            (fault.code, fault.hook) = (PluginCode::Task, name);
            sink.report(fault);
        });
        Ok(task)
    }
}
