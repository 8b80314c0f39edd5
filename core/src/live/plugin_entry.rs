use super::breakers::{Breakers, FailingCounters};
use super::instance_lifecycle::{InstanceLifecycle, NotMade};
use super::instance_maker::InstanceMaker;
use super::instances::{Instances, LiveInstance};
use super::status::Status;
use super::tasks::PluginTasks;
use crate::config::Problem;
use crate::cx::Cx;
use crate::fault::FaultSink;
use crate::plugin::{Manifest, SectionSet};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// One plugin of the live set.
#[derive(Debug)]
pub(super) struct PluginEntry {
    pub(super) manifest: &'static Manifest,
    pub(super) status: Status,
    /// The sections of the configuration that it has, or gets when it is switched on.
    pub(super) sections: SectionSet,
    /// The instances, while it is live.
    pub(super) instances: Option<Instances>,
    /// The agents for which it does not work, as there is no instance with their settings, each with the reason.
    pub(super) failed_agents: BTreeMap<String, String>,
    /// The problems of its sections of the configuration.
    pub(super) problems: Vec<Problem>,
    pub(super) breakers: Breakers,
    lifecycle: InstanceLifecycle,
    tasks: Arc<PluginTasks>,
}

impl PluginEntry {
    pub(super) fn new(
        manifest: &'static Manifest,
        sections: SectionSet,
        failing: &mut FailingCounters,
        maker: InstanceMaker,
        tasks: Arc<PluginTasks>,
        sink: FaultSink,
        timeout: Duration,
    ) -> Self {
        Self {
            manifest,
            status: Status::Disabled,
            sections,
            instances: None,
            failed_agents: BTreeMap::new(),
            problems: Vec::new(),
            breakers: Breakers::new(manifest, failing),
            lifecycle: InstanceLifecycle::new(manifest, maker, Arc::clone(&tasks), sink, timeout),
            tasks,
        }
    }

    /// Makes the plugin's instances, or notes why that failed. Without its own, nothing of the plugin is live; without that
    /// of an agent, nothing of it is live for that agent.
    pub(super) async fn init(&mut self, cx: &Cx) {
        self.problems.clear();
        self.failed_agents.clear();
        self.let_in();
        let mut instances = match self.lifecycle.init(&self.sections, None, cx).await {
            Ok(own) => Instances::new(own),
            Err(NotMade { why, problems }) => {
                self.problems = problems;
                self.fail(why).await;
                return;
            }
        };
        for agent in self.sections.agents.keys() {
            let made = self.lifecycle.init(&self.sections, Some(agent), cx).await;
            let made = made.map_err(|NotMade { why, problems }| {
                self.problems.extend(problems);
                self.failed_agents.insert(agent.clone(), why);
            });
            instances.set(agent, made.ok());
        }
        self.instances = Some(instances);
    }

    /// Lets all code of the plugin be called, whatever it has done before.
    fn let_in(&mut self) {
        self.breakers.reset(self.sections.agents.keys());
        self.lifecycle.untrip();
    }

    /// Starts the instances, if they were made.
    pub(super) async fn start(&mut self, cx: &Cx) {
        let Some(mut instances) = self.instances.take() else {
            return;
        };
        if let Err(why) = self.lifecycle.start(instances.own(), None, cx).await {
            self.fail(why).await;
            return;
        }
        self.tasks.advance(self.manifest.id, instances.own().generation);
        for agent in self.sections.agents.keys() {
            let Some(live) = instances.of(Some(agent)) else { continue };
            if let Err(why) = self.lifecycle.start(live, Some(agent), cx).await {
                self.failed_agents.insert(agent.clone(), why);
                instances.set(agent, None);
            }
        }
        self.instances = Some(instances);
        self.status = Status::Live;
    }

    /// Returns why the plugin does not work, for nobody or for some agents.
    pub(super) fn failure(&self) -> Option<String> {
        match &self.status {
            Status::Failed(why) => Some(why.clone()),
            _ if self.failed_agents.is_empty() => None,
            _ => Some(self.failed_agents.values().cloned().collect::<Vec<_>>().join("; ")),
        }
    }

    /// Takes the plugin away from all if it does not work for some agents.
    pub(super) async fn fail_with_agents(&mut self, cx: &Cx) {
        let Some(why) = self.failure() else { return };
        if let Err(unclean) = self.shutdown(cx).await {
            tracing::warn!(plugin = self.manifest.id, "{unclean}");
        }
        self.status = Status::Failed(why);
    }

    /// Notes why nothing of the plugin is live; the tasks that it has begun are stopped.
    async fn fail(&mut self, why: String) {
        self.status = Status::Failed(why);
        self.instances = None;
        self.stop_tasks_of_failed().await;
    }

    async fn stop_tasks_of_failed(&self) {
        if let Err(why) = self.tasks.stop(self.manifest.id).await {
            tracing::warn!(plugin = self.manifest.id, "{why}");
        }
    }

    /// Makes and starts instances with other sections and puts them in the place of those that work; returns these.
    ///
    /// If one fails, nothing has changed.
    pub(super) async fn replace(
        &mut self,
        sections: SectionSet,
        cx: &Cx,
    ) -> Result<Option<Instances>, NotMade> {
        let instances = match self.make_all(&sections, cx).await {
            Ok(instances) => instances,
            Err(not_made) => {
                if self.instances.is_none() {
                    self.stop_tasks_of_failed().await;
                }
                return Err(not_made);
            }
        };
        self.tasks.advance(self.manifest.id, instances.own().generation);
        self.sections = sections;
        self.status = Status::Live;
        self.problems.clear();
        self.failed_agents.clear();
        self.let_in();
        Ok(self.instances.replace(instances))
    }

    /// Makes and starts all instances, or none.
    async fn make_all(&self, sections: &SectionSet, cx: &Cx) -> Result<Instances, NotMade> {
        let mut made: Vec<(Option<&str>, LiveInstance)> = Vec::new();
        let mut started = 0;
        let mut outcome = Ok(());
        for agent in sections.instances() {
            match self.lifecycle.init(sections, agent, cx).await {
                Ok(live) => made.push((agent, live)),
                Err(not_made) => outcome = Err(not_made),
            }
            if outcome.is_err() {
                break;
            }
        }
        for (agent, live) in &made {
            if outcome.is_ok() {
                outcome = self.lifecycle.start(live, *agent, cx).await.map_err(NotMade::from);
                started += usize::from(outcome.is_ok());
            }
        }
        if let Err(not_made) = outcome {
            self.give_up(made, started, cx).await;
            return Err(not_made);
        }
        let mut made = made.into_iter();
        let (_, own) = made.next().expect("a plugin has an instance of its own");
        let mut instances = Instances::new(own);
        made.for_each(|(agent, live)| instances.set(agent.unwrap_or_default(), Some(live)));
        Ok(instances)
    }

    /// Stops the first instances, which were started, and the tasks of all.
    async fn give_up(&self, made: Vec<(Option<&str>, LiveInstance)>, started: usize, cx: &Cx) {
        for (index, (agent, live)) in made.into_iter().enumerate().rev() {
            let stopped = if index < started {
                self.lifecycle.stop(live, agent, cx).await
            } else {
                self.tasks.stop_generation(self.manifest.id, live.generation).await
            };
            if let Err(why) = stopped {
                tracing::warn!(plugin = self.manifest.id, "{why}");
            }
        }
    }

    /// Stops the plugin; calls in flight keep the instances until they are done.
    pub(super) async fn shutdown(&mut self, cx: &Cx) -> Result<(), String> {
        if self.status == Status::Live {
            self.status = Status::Disabled;
        }
        self.breakers.forget_failures();
        self.failed_agents.clear();
        let stopped = match self.instances.take() {
            Some(instances) => self.stopping(&instances, cx).await,
            None => Ok(()),
        };
        let tasks = self.tasks.stop(self.manifest.id).await;
        stopped.and(tasks)
    }

    /// Stops instances one after the other, the plugin's own last; the first error counts.
    pub(super) fn stopping(
        &self,
        instances: &Instances,
        cx: &Cx,
    ) -> impl Future<Output = Result<(), String>> + Send + use<> {
        let all = instances.all().rev();
        let stops: Vec<_> = all.map(|(agent, live)| self.lifecycle.stop(live.clone(), agent, cx)).collect();
        async move {
            let mut outcome = Ok(());
            for stop in stops {
                outcome = outcome.and(stop.await);
            }
            outcome
        }
    }
}
