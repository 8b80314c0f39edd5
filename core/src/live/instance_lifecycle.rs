use super::calls;
use super::guard::Guard;
use super::instance_maker::InstanceMaker;
use super::instances::LiveInstance;
use super::tasks::{Generation, PluginTasks};
use super::tool_sources::LiveSource;
use crate::config::Problem;
use crate::cx::Cx;
use crate::fault::FaultSink;
use crate::origin::PluginCode;
use crate::plugin::{InitError, Instance, Manifest, SectionSet};
use crate::watchdog;
use std::sync::Arc;
use std::time::Duration;

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

/// Makes, starts and stops instances of one plugin, under a guard.
#[derive(Debug, Clone)]
pub(super) struct InstanceLifecycle {
    manifest: &'static Manifest,
    maker: InstanceMaker,
    tasks: Arc<PluginTasks>,
    sink: FaultSink,
    /// The time that an instance has for its init, its start and its stop, each.
    timeout: Duration,
}

impl InstanceLifecycle {
    pub(super) fn new(
        manifest: &'static Manifest,
        maker: InstanceMaker,
        tasks: Arc<PluginTasks>,
        sink: FaultSink,
        timeout: Duration,
    ) -> Self {
        Self { manifest, maker, tasks, sink, timeout }
    }

    /// Lets the code of the plugin be called again, if it has kept a thread before.
    pub(super) fn untrip(&self) {
        watchdog::untrip(&self.sink, self.manifest.id);
    }

    /// Makes an instance, for an agent or for all that have none of their own.
    pub(super) async fn init(
        &self,
        sections: &SectionSet,
        agent: Option<&str>,
        cx: &Cx,
    ) -> Result<LiveInstance, NotMade> {
        let generation = self.tasks.begin(self.manifest);
        let cx = cx.for_instance(agent, self.tasks.of(generation));
        let made = match self.missing_env(&cx) {
            Some(why) => Err(why.into()),
            None => self.call_init(sections, agent, &cx).await,
        };
        match made {
            Ok(instance) => {
                let sources = LiveSource::all_of(self.manifest, &instance, &cx, &self.sink);
                let tier = calls::tier_of(&*instance);
                Ok(LiveInstance { instance, generation, sources, tier })
            }
            Err(NotMade { why, problems }) => {
                self.stop_tasks(generation).await;
                // The paths of problems say already whose section it is.
                let why = if problems.is_empty() { named(agent, why) } else { why };
                Err(NotMade { why, problems })
            }
        }
    }

    /// Returns a text about the variables the plugin needs that are not set.
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

    async fn call_init(
        &self,
        sections: &SectionSet,
        agent: Option<&str>,
        cx: &Cx,
    ) -> Result<Instance, NotMade> {
        let section = sections.of(agent);
        let (manifest, maker) = (self.manifest, self.maker.clone());
        let (isolation, agent_name) = (sections.isolation.clone(), agent.map(str::to_owned));
        let cx = cx.for_plugin(&manifest.permissions);
        let init = async move { maker.make(manifest, section, &isolation, agent_name.as_deref(), cx).await };
        match self.guard(PluginCode::Init).run_apart(init).await {
            Ok(Ok(instance)) => Ok(instance),
            Ok(Err(InitError::Config(problems))) => {
                let problems = sections.in_configuration(self.manifest.id, agent, problems);
                Err(NotMade { why: problems.to_string(), problems: problems.0 })
            }
            Ok(Err(InitError::Failed(error))) => Err(format!("its init failed: {error}").into()),
            Err(stopped) => Err(format!("its init {stopped}").into()),
        }
    }

    /// Starts an instance; the tasks of one that does not start are stopped.
    pub(super) async fn start(
        &self,
        live: &LiveInstance,
        agent: Option<&str>,
        cx: &Cx,
    ) -> Result<(), String> {
        let cx = cx.for_instance(agent, self.tasks.of(live.generation));
        let cx = cx.for_plugin(&self.manifest.permissions);
        let (manifest, instance) = (self.manifest, Arc::clone(&live.instance));
        let start = async move { calls::start(manifest, &instance, &cx).await };
        let why = match self.guard(PluginCode::Start).run_apart(start).await {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => format!("its start failed: {error}"),
            Err(stopped) => format!("its start {stopped}"),
        };
        self.stop_tasks(live.generation).await;
        Err(named(agent, why))
    }

    /// Stops an instance, and then its tasks: a stop may want to see a task to its end.
    pub(super) fn stop(
        &self,
        live: LiveInstance,
        agent: Option<&str>,
        cx: &Cx,
    ) -> impl Future<Output = Result<(), String>> + Send + use<> {
        let LiveInstance { instance, generation, .. } = live;
        let (manifest, guard, tasks) = (self.manifest, self.guard(PluginCode::Stop), Arc::clone(&self.tasks));
        let agent = agent.map(str::to_owned);
        let cx = cx.for_instance(agent.as_deref(), tasks.of(generation)).for_plugin(&manifest.permissions);
        async move {
            let stopped =
                match guard.run_apart(async move { calls::stop(manifest, &instance, &cx).await }).await {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(error)) => Err(format!("its stop failed: {error}")),
                    Err(stopped) => Err(format!("its stop {stopped}")),
                };
            let tasks = tasks.stop_generation(manifest.id, generation).await;
            stopped.and(tasks).map_err(|why| named(agent.as_deref(), why))
        }
    }

    async fn stop_tasks(&self, generation: Generation) {
        if let Err(why) = self.tasks.stop_generation(self.manifest.id, generation).await {
            tracing::warn!(plugin = self.manifest.id, "{why}");
        }
    }

    fn guard(&self, code: PluginCode) -> Guard {
        Guard::of_lifecycle(self.manifest, code, self.timeout, &self.sink)
    }
}

/// Says for which agent it is that something went wrong.
fn named(agent: Option<&str>, why: String) -> String {
    match agent {
        Some(agent) => format!("for the agent `{agent}`: {why}"),
        None => why,
    }
}
