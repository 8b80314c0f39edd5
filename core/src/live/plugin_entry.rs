use super::guard::Guard;
use super::status::Status;
use super::tasks::PluginTasks;
use super::tool_sources::LiveSource;
use crate::chain::Breaker;
use crate::config::{Problem, Problems, Section};
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
    /// The section of the configuration that it has, or gets when it is switched on.
    pub(super) section: Section,
    /// The instance, while it is live.
    pub(super) instance: Option<Instance>,
    /// The sources of tools of the instance.
    pub(super) sources: Vec<Arc<LiveSource>>,
    /// The problems of its section of the configuration.
    pub(super) problems: Vec<Problem>,
    /// One breaker for each of its hooks.
    pub(super) breakers: Vec<Arc<Breaker>>,
    tasks: Arc<PluginTasks>,
    sink: FaultSink,
}

/// An instance that was replaced by a new one.
#[derive(Debug)]
pub(super) struct Replaced {
    pub(super) instance: Instance,
    /// The number of the last task that was begun before the new one.
    last_task: u64,
}

/// Why no instance was made of a plugin.
#[derive(Debug)]
pub(super) struct NotMade {
    pub(super) why: String,
    /// The problems of its section of the configuration.
    pub(super) problems: Vec<Problem>,
}

impl From<String> for NotMade {
    fn from(why: String) -> Self {
        Self { why, problems: Vec::new() }
    }
}

impl PluginEntry {
    pub(super) fn new(
        manifest: &'static Manifest,
        section: Section,
        failing: &mut FailingCounters,
        tasks: Arc<PluginTasks>,
        sink: FaultSink,
    ) -> Self {
        Self {
            manifest,
            status: Status::Disabled,
            section,
            instance: None,
            sources: Vec::new(),
            problems: Vec::new(),
            breakers: manifest.hooks.iter().map(|hook| failing.breaker(hook)).collect(),
            tasks,
            sink,
        }
    }

    /// Initialises the plugin, or notes why that failed; then nothing of it is live.
    pub(super) async fn init(&mut self, cx: &Cx) {
        self.warn_of_tier();
        self.problems.clear();
        self.reset_breakers();
        self.tasks.open(self.manifest);
        match self.make(self.section.clone(), cx).await {
            Ok(instance) => {
                self.sources = self.sources_of(&instance, cx);
                self.instance = Some(instance);
            }
            Err(NotMade { why, problems }) => {
                self.problems = problems;
                self.status = Status::Failed(why);
                self.stop_tasks_of_failed().await;
            }
        }
    }

    /// Makes an instance with a section of the configuration.
    async fn make(&self, section: Section, cx: &Cx) -> Result<Instance, NotMade> {
        match self.missing_env(cx) {
            Some(why) => Err(why.into()),
            None => self.call_init(section, cx).await,
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

    async fn call_init(&self, section: Section, cx: &Cx) -> Result<Instance, NotMade> {
        let id = self.manifest.id;
        let init = async {
            (self.manifest.lifecycle.init)(section, cx.for_plugin(&self.manifest.permissions)).await
        };
        match self.guard(PluginCode::Init).run(init).await {
            Ok(Ok(instance)) => Ok(instance),
            Ok(Err(InitError::Config(Problems(problems)))) => {
                let problems: Vec<_> = problems.iter().map(|problem| problem.of_plugin(id)).collect();
                Err(NotMade { why: Problems(problems.clone()).to_string(), problems })
            }
            Ok(Err(InitError::Failed(error))) => Err(format!("its init failed: {error}").into()),
            Err(stopped) => Err(format!("its init {stopped}").into()),
        }
    }

    /// Starts the plugin, if it was initialised.
    pub(super) async fn start(&mut self, cx: &Cx) {
        let Some(instance) = &self.instance else {
            return;
        };
        match self.call_start(instance, cx).await {
            Ok(()) => self.status = Status::Live,
            Err(why) => {
                self.status = Status::Failed(why);
                self.instance = None;
                self.sources.clear();
                self.stop_tasks_of_failed().await;
            }
        }
    }

    /// Stops the tasks of a plugin that did not start.
    async fn stop_tasks_of_failed(&self) {
        if let Err(why) = self.tasks.stop(self.manifest.id).await {
            tracing::warn!(plugin = self.manifest.id, "{why}");
        }
    }

    async fn call_start(&self, instance: &Instance, cx: &Cx) -> Result<(), String> {
        let Some(start) = self.manifest.lifecycle.start else {
            return Ok(());
        };
        let cx = cx.for_plugin(&self.manifest.permissions);
        match self.guard(PluginCode::Start).run(async { start(&**instance, &cx).await }).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(format!("its start failed: {error}")),
            Err(stopped) => Err(format!("its start {stopped}")),
        }
    }

    /// Makes and starts an instance with another section and puts it in the place of the one that works; returns that one.
    ///
    /// If it fails, nothing has changed.
    pub(super) async fn replace(&mut self, section: Section, cx: &Cx) -> Result<Option<Replaced>, NotMade> {
        let last_task = self.tasks.last();
        self.tasks.open(self.manifest);
        let instance = match self.make_started(section.clone(), cx).await {
            Ok(instance) => instance,
            Err(not_made) => {
                if let Err(why) = self.tasks.stop_some(self.manifest.id, |task| task > last_task).await {
                    tracing::warn!(plugin = self.manifest.id, "{why}");
                }
                return Err(not_made);
            }
        };
        self.section = section;
        self.status = Status::Live;
        self.problems.clear();
        self.reset_breakers();
        self.sources = self.sources_of(&instance, cx);
        Ok(self.instance.replace(instance).map(|instance| Replaced { instance, last_task }))
    }

    async fn make_started(&self, section: Section, cx: &Cx) -> Result<Instance, NotMade> {
        let instance = self.make(section, cx).await?;
        self.call_start(&instance, cx).await?;
        Ok(instance)
    }

    /// Stops the plugin; calls in flight keep the instance until they are done.
    pub(super) async fn shutdown(&mut self, cx: &Cx) -> Result<(), String> {
        if self.status == Status::Live {
            self.status = Status::Disabled;
        }
        self.reset_breakers();
        self.sources.clear();
        let stopped = match self.instance.take() {
            Some(instance) => self.stopping(instance, cx).await,
            None => Ok(()),
        };
        // Behind its stop, which may want to see a task to its end.
        let tasks = self.tasks.stop(self.manifest.id).await;
        stopped.and(tasks)
    }

    /// Stops an instance that was replaced, and the tasks that were begun before its successor.
    pub(super) fn retiring(
        &self,
        Replaced { instance, last_task }: Replaced,
        cx: &Cx,
    ) -> impl Future<Output = Result<(), String>> + Send + use<> {
        let (stopping, tasks) = (self.stopping(instance, cx), Arc::clone(&self.tasks));
        let plugin = self.manifest.id;
        async move {
            let stopped = stopping.await;
            stopped.and(tasks.stop_some(plugin, |task| task <= last_task).await)
        }
    }

    /// Stops an instance of the plugin.
    pub(super) fn stopping(
        &self,
        instance: Instance,
        cx: &Cx,
    ) -> impl Future<Output = Result<(), String>> + Send + use<> {
        let (stop, guard) = (self.manifest.lifecycle.stop, self.guard(PluginCode::Stop));
        let cx = cx.for_plugin(&self.manifest.permissions);
        async move {
            let Some(stop) = stop else { return Ok(()) };
            match guard.run(async { stop(&*instance, &cx).await }).await {
                Ok(Ok(())) => Ok(()),
                Ok(Err(error)) => Err(format!("its stop failed: {error}")),
                Err(stopped) => Err(format!("its stop {stopped}")),
            }
        }
    }

    fn sources_of(&self, instance: &Instance, cx: &Cx) -> Vec<Arc<LiveSource>> {
        LiveSource::all_of(self.manifest, instance, cx, &self.sink)
    }

    /// A plugin that is off, or begins anew, must not keep its chains on the slow path.
    fn reset_breakers(&self) {
        self.breakers.iter().for_each(|breaker| breaker.reset());
    }

    fn guard(&self, code: PluginCode) -> Guard {
        Guard::of_lifecycle(self.manifest, code, TIMEOUT, &self.sink)
    }
}
