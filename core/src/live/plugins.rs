use super::member::{Member, Status, Unwell};
use super::settings::Settings;
use super::start::{GateDown, StartError};
use super::wiring::{Source, Wiring};
use crate::config::Problem;
use crate::cx::{Cancel, Cx, Identity, Services, Tracing};
use crate::fault::{FaultSink, Faults};
use crate::lock;
use crate::plugin::{Manifest, Role};
use crate::registry::Registry;
use crate::trace::Trace;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, RwLock};
use tokio::sync;

/// What a live set is made of.
#[derive(Debug)]
pub struct Builder {
    registry: Registry,
    settings: Settings,
    services: Arc<dyn Services>,
    replacements: Replacements,
}

/// Stands in for a hook's handler and instance, so that a test can make it fail.
pub(crate) type Replacement = (&'static (dyn std::any::Any + Send + Sync), crate::plugin::Instance);
type Replacements = HashMap<(String, &'static str), Replacement>;

impl Builder {
    /// Takes what the operator decides.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Takes what the host does for plugins.
    #[must_use]
    pub fn services(mut self, services: Arc<dyn Services>) -> Self {
        self.services = services;
        self
    }

    #[cfg(feature = "test")]
    pub(crate) fn replace(&mut self, plugin: &str, point: &'static str, with: Replacement) {
        self.replacements.insert((plugin.to_owned(), point), with);
    }

    /// Makes every plugin and then starts every plugin, in the order of their ids.
    ///
    /// Nothing is wired before all have started: what wants to fire at others when it starts hooks `host.start`.
    /// Needs a tokio runtime with its time on. Faults wait until [`Plugins::attend`] or [`Plugins::settle`] passes
    /// them on.
    ///
    /// A plugin that fails is left out, and nothing of it is live; [`Plugins::status`] says why. If it owns a
    /// gate, nothing starts at all.
    pub async fn start(self) -> Result<Plugins, StartError> {
        let problems = self.settings.check(&self.registry);
        if !problems.is_empty() {
            return Err(StartError::Settings(problems));
        }
        let (sink, faults) = FaultSink::channel();
        let mut unwell = Unwell::default();
        let members = self.registry.plugins().iter();
        let members = members.map(|plugin| Member::new(plugin, &mut unwell)).collect();
        let plugins = Plugins {
            shared: Arc::new(Shared {
                registry: self.registry,
                settings: self.settings,
                services: self.services,
                replacements: self.replacements,
                members: sync::Mutex::new(members),
                live: RwLock::default(),
                current: Arc::default(),
                wirings: Mutex::default(),
                sink,
            }),
            faults,
        };
        plugins.wake().await?;
        Ok(plugins)
    }
}

/// The plugins that live, and the chains they make.
#[derive(Debug, Clone)]
pub struct Plugins {
    pub(super) shared: Arc<Shared>,
    pub(super) faults: Faults,
}

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) registry: Registry,
    pub(super) settings: Settings,
    pub(super) services: Arc<dyn Services>,
    pub(super) replacements: Replacements,
    /// Held while plugins come and go, one at a time.
    pub(super) members: sync::Mutex<Vec<Member>>,
    /// What the chains are built from.
    pub(super) live: RwLock<Live>,
    /// For no agent in particular.
    pub(super) current: Arc<RwLock<Option<Wiring>>>,
    /// By agent and role, built when first asked for.
    pub(super) wirings: Mutex<HashMap<(String, Role), Wiring>>,
    pub(super) sink: FaultSink,
}

/// A picture of the members.
#[derive(Debug, Default)]
pub(super) struct Live {
    pub(super) members: Vec<Alive>,
    pub(super) fares: Vec<(&'static str, Status)>,
    pub(super) problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
pub(super) struct Alive {
    pub(super) manifest: &'static Manifest,
    pub(super) instance: crate::plugin::Instance,
    pub(super) health: Vec<Arc<crate::chain::Breaker>>,
}

impl Plugins {
    /// Begins a live set with the plugins of a registry.
    pub fn of(registry: Registry) -> Builder {
        Builder {
            registry,
            settings: Settings::default(),
            services: Arc::new(Tracing),
            replacements: Replacements::default(),
        }
    }

    /// Returns what is known before any code runs.
    pub fn registry(&self) -> &Registry {
        &self.shared.registry
    }

    /// Returns what the operator decided.
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// Returns how each plugin fares, by id.
    pub fn status(&self) -> Vec<(&'static str, Status)> {
        self.read().fares.clone()
    }

    /// Returns what of the configuration did not fit; the plugins concerned are not live.
    pub fn problems(&self) -> Vec<Problem> {
        self.read().problems.clone()
    }

    /// Returns the chains for an agent and role. A request takes them once and keeps them to its end.
    pub fn wiring(&self, agent: &str, role: Role) -> Wiring {
        let mut wirings = lock::lock(&self.shared.wirings);
        let key = (agent.to_owned(), role);
        wirings
            .entry(key)
            .or_insert_with(|| self.assemble(|plugin| self.applies(plugin, agent, role), |_| true))
            .clone()
    }

    /// Makes the context of a request, with the chains for its agent and role.
    pub fn cx(&self, identity: Identity, cancel: Cancel, trace: Option<Trace>) -> Cx {
        let wiring = self.wiring(&identity.agent, identity.role);
        let services = Arc::clone(&self.shared.services);
        Cx::new(identity, wiring, services, cancel, trace)
    }

    /// Stops every plugin, in the reverse order of their start, and returns what did not go well.
    pub async fn stop(&self) -> Vec<(&'static str, String)> {
        let mut members = self.shared.members.lock().await;
        let cx = self.own_cx();
        let mut unclean = Vec::new();
        for member in members.iter_mut().filter(|member| member.status == Status::Live) {
            member.status = Status::Disabled;
        }
        self.rewire(&members);
        for member in members.iter_mut().rev() {
            if let Err(why) = member.rest(&cx).await {
                tracing::warn!(plugin = member.manifest.id, "{why}");
                unclean.push((member.manifest.id, why));
            }
        }
        unclean
    }

    // ===== Coming and going =====

    async fn wake(&self) -> Result<(), StartError> {
        let mut members = self.shared.members.lock().await;
        let cx = self.own_cx();
        let disabled = &self.shared.settings.disabled;
        for member in members.iter_mut().filter(|it| !disabled.contains(it.manifest.id)) {
            member.make(&self.shared.settings, &cx).await;
        }
        for member in members.iter_mut() {
            member.start(&cx).await;
        }
        let down: Vec<_> = members.iter().filter_map(|member| self.down(member)).collect();
        self.rewire(&members);
        drop(members);
        if down.is_empty() {
            return Ok(());
        }
        self.stop().await;
        Err(StartError::Gate(down))
    }

    /// The context of what belongs to no request.
    pub(super) fn own_cx(&self) -> Cx {
        Cx::with(
            Identity::default(),
            Source::Current(Arc::clone(&self.shared.current)),
            Arc::clone(&self.shared.services),
        )
    }

    /// Returns a plugin that failed and without which the host must not run.
    fn down(&self, member: &Member) -> Option<GateDown> {
        let id = member.manifest.id;
        let required = self.shared.settings.required.contains(id);
        match &member.status {
            Status::Failed(why) if required || member.manifest.owns_gate() => {
                Some(GateDown { plugin: id, required, why: why.clone(), problems: member.problems.clone() })
            }
            _ => None,
        }
    }

    pub(super) fn read(&self) -> std::sync::RwLockReadGuard<'_, Live> {
        lock::read(&self.shared.live)
    }
}
