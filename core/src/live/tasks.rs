use super::guard::Guard;
use crate::cx::{Cancel, SpawnError, Task, TaskService};
use crate::error::Result;
use crate::fault::{Fault, FaultKind, FaultSink};
use crate::lock::lock;
use crate::origin::{HookOrigin, PluginCode};
use crate::plugin::Manifest;
use futures_util::future::{BoxFuture, Either, select};
use std::collections::HashMap;
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

/// A task, and its number among all that were begun.
type Numbered = (u64, Task);

/// The plugins that may begin tasks, each with those that run.
#[derive(Debug, Default)]
struct Running {
    plugins: HashMap<&'static str, (&'static Manifest, Vec<Numbered>)>,
    begun: u64,
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
        if let Some((_, tasks)) = lock(&self.running).plugins.get_mut(self.plugin) {
            tasks.retain(|(number, _)| *number != self.number);
        }
        self.ended.cancel();
    }
}

impl PluginTasks {
    pub(super) fn new(sink: FaultSink) -> Self {
        Self { running: Arc::default(), sink }
    }

    /// Lets a plugin begin tasks.
    pub(super) fn open(&self, plugin: &'static Manifest) {
        lock(&self.running).plugins.entry(plugin.id).or_insert((plugin, Vec::new()));
    }

    /// Returns the number of the last task that was begun.
    pub(super) fn last(&self) -> u64 {
        lock(&self.running).begun
    }

    /// Stops the tasks of a plugin, which begins no more; an error names those that did not end.
    pub(super) async fn stop(&self, plugin: &str) -> Result<(), String> {
        let stopped = lock(&self.running).plugins.remove(plugin);
        let tasks = stopped.map(|(_, tasks)| tasks).unwrap_or_default();
        end(tasks.into_iter().map(|(_, task)| task).collect()).await
    }

    /// Stops the tasks of a plugin whose numbers are wanted; an error names those that did not end.
    pub(super) async fn stop_some(&self, plugin: &str, wanted: impl Fn(u64) -> bool) -> Result<(), String> {
        let tasks = match lock(&self.running).plugins.get(plugin) {
            Some((_, tasks)) => tasks.iter().filter(|(number, _)| wanted(*number)).cloned().collect(),
            None => Vec::new(),
        };
        end(tasks.into_iter().map(|(_, task)| task).collect()).await
    }

    /// Returns the tasks that run, by plugin.
    pub(super) fn all(&self) -> Vec<(&'static str, Task)> {
        let running = lock(&self.running);
        let tasks =
            running.plugins.iter().flat_map(|(plugin, (_, tasks))| tasks.iter().map(move |it| (*plugin, it)));
        let mut all: Vec<_> = tasks.map(|(plugin, (number, task))| (plugin, *number, task.clone())).collect();
        all.sort_by_key(|(plugin, number, _)| (*plugin, *number));
        all.into_iter().map(|(plugin, _, task)| (plugin, task)).collect()
    }

    /// Begins to stop every task, for a live set that nobody has stopped.
    pub(super) fn cancel_all(&self) {
        let plugins = std::mem::take(&mut lock(&self.running).plugins);
        plugins.values().flat_map(|(_, tasks)| tasks).for_each(|(_, task)| task.cancel());
    }

    /// Finds a place for a task.
    fn enter(
        &self,
        plugin: &'static str,
        name: &str,
    ) -> Result<(&'static Manifest, Entry, Task, Cancel), SpawnError> {
        let mut running = lock(&self.running);
        running.begun += 1;
        let number = running.begun;
        let Some((manifest, tasks)) = running.plugins.get_mut(plugin) else {
            return Err(SpawnError::Stopped { plugin, name: name.to_owned() });
        };
        if tasks.len() >= Task::MOST_AT_ONCE {
            return Err(SpawnError::TooMany { plugin, name: name.to_owned() });
        }
        let (stop, ended) = (Cancel::default(), Cancel::default());
        let task = Task::new(name, stop.clone(), ended.clone());
        tasks.push((number, task.clone()));
        let entry = Entry { running: Arc::clone(&self.running), plugin, number, ended };
        Ok((manifest, entry, task, stop))
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
        let Ok(runtime) = Handle::try_current() else { return Err(SpawnError::NoRuntime { name }) };
        let (manifest, entry, task, stop) = self.enter(plugin, &name)?;
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
