use crate::lock::lock;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, Either, select};
use hookwire::cx::{Cancel, SpawnError, Task, TaskService};
use hookwire::panic::message;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::{Arc, Mutex};
use tokio::runtime::Handle;

/// The tasks of the plugin of this process, which end with it.
#[derive(Debug, Clone, Default)]
pub(super) struct WorkerTasks(Arc<Mutex<Running>>);

#[derive(Debug, Default)]
struct Running {
    tasks: Vec<Task>,
    is_stopped: bool,
}

impl WorkerTasks {
    /// Stops all tasks; no other one begins.
    pub(super) fn stop(&self) {
        let mut running = lock(&self.0);
        running.is_stopped = true;
        running.tasks.drain(..).for_each(|task| task.cancel());
    }
}

impl TaskService for WorkerTasks {
    fn spawn(
        &self,
        plugin: &'static str,
        name: String,
        work: BoxFuture<'static, hookwire::Result<()>>,
    ) -> Result<Task, SpawnError> {
        let mut running = lock(&self.0);
        running.tasks.retain(|task| !task.has_ended());
        if running.is_stopped {
            return Err(SpawnError::Stopped { plugin, name });
        }
        if running.tasks.len() >= Task::MOST_AT_ONCE {
            return Err(SpawnError::TooMany { plugin, name });
        }
        let Ok(runtime) = Handle::try_current() else { return Err(SpawnError::NoRuntime { name }) };
        let (stop, ended) = (Cancel::default(), Cancel::default());
        let task = Task::new(name.clone(), stop.clone(), ended.clone());
        running.tasks.push(task.clone());
        runtime.spawn(async move {
            let work = pin!(AssertUnwindSafe(work).catch_unwind());
            match select(work, pin!(stop.wait())).await {
                Either::Left((Ok(Ok(())), _)) | Either::Right(_) => {}
                // The host reads what is printed into its log, with the plugin's name.
                Either::Left((Ok(Err(error)), _)) => eprintln!("the task `{name}` failed: {error}"),
                Either::Left((Err(payload), _)) => {
                    eprintln!("the task `{name}` panicked: {}", message(payload));
                }
            }
            ended.cancel();
        });
        Ok(task)
    }
}
