use super::guard::Guard;
use super::settings::Settings;
use super::status::Status;
use super::tasks::PluginTasks;
use crate::chain::Breaker;
use crate::config::{Problem, Problems};
use crate::cx::Cx;
use crate::error::Result;
use crate::fault::FaultSink;
use crate::origin::PluginCode;
use crate::plugin::{Declared, HookDecl, InitError, Instance, Manifest, NotYet};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

/// The time that a plugin has for its init, its start and its stop, each.
const TIMEOUT: Duration = Duration::from_secs(30);

/// The counters of breakers that have counted a failure, by point.
#[derive(Default)]
pub(super) struct FailingCounters(HashMap<&'static str, Arc<AtomicU32>>);

impl FailingCounters {
    fn breaker(&mut self, hook: &HookDecl) -> Arc<Breaker> {
        let failing = self.0.entry(hook.point.name).or_default();
        Arc::new(Breaker::new(Arc::clone(failing)))
    }
}

/// One plugin of the live set.
#[derive(Debug)]
pub(super) struct PluginEntry {
    pub(super) manifest: &'static Manifest,
    pub(super) status: Status,
    /// The instance, while it is live.
    pub(super) instance: Option<Instance>,
    /// The problems of its section of the configuration.
    pub(super) problems: Vec<Problem>,
    /// One breaker for each of its hooks.
    pub(super) breakers: Vec<Arc<Breaker>>,
    tasks: Arc<PluginTasks>,
    sink: FaultSink,
}

impl PluginEntry {
    pub(super) fn new(
        manifest: &'static Manifest,
        failing: &mut FailingCounters,
        tasks: Arc<PluginTasks>,
        sink: FaultSink,
    ) -> Self {
        Self {
            manifest,
            status: Status::Disabled,
            instance: None,
            problems: Vec::new(),
            breakers: manifest.hooks.iter().map(|hook| failing.breaker(hook)).collect(),
            tasks,
            sink,
        }
    }

    /// Initialises the plugin, or notes why that failed; then nothing of it is live.
    pub(super) async fn init(&mut self, settings: &Settings, cx: &Cx) {
        self.warn_of_tier();
        self.problems.clear();
        self.breakers.iter().for_each(|breaker| breaker.reset());
        let made = match self.missing_env(cx) {
            Some(why) => Err(why),
            None => {
                self.tasks.open(self.manifest);
                self.call_init(settings, cx).await
            }
        };
        match made {
            Ok(instance) => self.instance = Some(instance),
            Err(why) => {
                self.status = Status::Failed(why);
                self.stop_tasks_of_failed().await;
            }
        }
    }

    /// Warns of a tier that nothing keeps: the plugin is less fenced than its author says. A capability without effect is
    /// no news at each start; `plugins info` and `doctor` tell of it.
    fn warn_of_tier(&self) {
        let tier = Declared::Tier(self.manifest.tier);
        if let Some(entry) = NotYet::find(tier) {
            tracing::warn!(
                plugin = self.manifest.id,
                "declares what has no effect yet: {tier} ({})",
                entry.reason
            );
        }
    }

    /// Returns a text about the variables it needs that are not set.
    fn missing_env(&self, cx: &Cx) -> Option<String> {
        let missing = self.manifest.permissions.env.iter().filter(|env| !cx.has_env(env.name));
        let named = missing.map(|env| match env.description {
            "" => format!("`{}`", env.name),
            description => format!("`{}` ({description})", env.name),
        });
        let named: Vec<_> = named.collect();
        (!named.is_empty())
            .then(|| format!("it needs environment variables that are not set: {}", named.join(", ")))
    }

    async fn call_init(&mut self, settings: &Settings, cx: &Cx) -> Result<Instance, String> {
        let id = self.manifest.id;
        let section = settings.sections.get(id).cloned().unwrap_or_default();
        let init = async {
            (self.manifest.lifecycle.init)(section, cx.for_plugin(&self.manifest.permissions)).await
        };
        match self.guard(PluginCode::Init).run(init).await {
            Ok(Ok(instance)) => Ok(instance),
            Ok(Err(InitError::Config(Problems(problems)))) => {
                self.problems = problems.iter().map(|problem| problem.of_plugin(id)).collect();
                Err(Problems(self.problems.clone()).to_string())
            }
            Ok(Err(InitError::Failed(error))) => Err(format!("its init failed: {error}")),
            Err(stopped) => Err(format!("its init {stopped}")),
        }
    }

    /// Starts the plugin, if it was initialised.
    pub(super) async fn start(&mut self, cx: &Cx) {
        let cx = cx.for_plugin(&self.manifest.permissions);
        let Some(instance) = &self.instance else {
            return;
        };
        let Some(start) = self.manifest.lifecycle.start else {
            self.status = Status::Live;
            return;
        };
        self.status = match self.guard(PluginCode::Start).run(async { start(&**instance, &cx).await }).await {
            Ok(Ok(())) => Status::Live,
            Ok(Err(error)) => Status::Failed(format!("its start failed: {error}")),
            Err(stopped) => Status::Failed(format!("its start {stopped}")),
        };
        if self.status != Status::Live {
            self.instance = None;
            self.stop_tasks_of_failed().await;
        }
    }

    /// Stops the tasks of a plugin that did not start.
    async fn stop_tasks_of_failed(&self) {
        if let Err(why) = self.tasks.stop(self.manifest.id).await {
            tracing::warn!(plugin = self.manifest.id, "{why}");
        }
    }

    /// Stops the plugin; calls in flight keep the instance until they are done.
    pub(super) async fn shutdown(&mut self, cx: &Cx) -> Result<(), String> {
        if self.status == Status::Live {
            self.status = Status::Disabled;
        }
        // A disabled plugin must not keep its chains on the slow path.
        self.breakers.iter().for_each(|breaker| breaker.reset());
        let stopped = self.call_stop(cx).await;
        // Behind its stop, which may want to see a task to its end.
        let tasks = self.tasks.stop(self.manifest.id).await;
        stopped.and(tasks)
    }

    async fn call_stop(&mut self, cx: &Cx) -> Result<(), String> {
        let (Some(instance), Some(stop)) = (self.instance.take(), self.manifest.lifecycle.stop) else {
            return Ok(());
        };
        let cx = cx.for_plugin(&self.manifest.permissions);
        match self.guard(PluginCode::Stop).run(async { stop(&*instance, &cx).await }).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(format!("its stop failed: {error}")),
            Err(stopped) => Err(format!("its stop {stopped}")),
        }
    }

    fn guard(&self, code: PluginCode) -> Guard {
        Guard::of_lifecycle(self.manifest, code, TIMEOUT, &self.sink)
    }
}
