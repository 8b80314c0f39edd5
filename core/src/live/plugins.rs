use super::member::{Member, Status, Unwell};
use super::settings::Settings;
use super::start::{GateDown, StartError};
use super::wiring::{Source, Wiring};
use crate::chain::{aftermath, Fault, FaultSink, Faults, Wire, message};
use crate::config::Problem;
use crate::cx::{Cancel, Cx, Identity, Services, Tracing};
use crate::plugin::{HookDecl, Manifest, Policy, Role};
use crate::point::HookPoint;
use crate::points::PluginFault;
use crate::registry::Registry;
use crate::suggest;
use crate::trace::Trace;
use std::collections::HashMap;
use std::panic::catch_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
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
    shared: Arc<Shared>,
    faults: Faults,
}

#[derive(Debug)]
struct Shared {
    registry: Registry,
    settings: Settings,
    services: Arc<dyn Services>,
    replacements: Replacements,
    /// Held while plugins come and go, one at a time.
    members: sync::Mutex<Vec<Member>>,
    /// What the chains are built from.
    live: RwLock<Live>,
    /// For no agent in particular.
    current: Arc<RwLock<Option<Wiring>>>,
    /// By agent and role, built when first asked for.
    wirings: Mutex<HashMap<(String, Role), Wiring>>,
    sink: FaultSink,
}

/// A picture of the members.
#[derive(Debug, Default)]
struct Live {
    members: Vec<Alive>,
    fares: Vec<(&'static str, Status)>,
    problems: Vec<Problem>,
}

#[derive(Debug, Clone)]
struct Alive {
    manifest: &'static Manifest,
    instance: crate::plugin::Instance,
    health: Vec<Arc<crate::chain::Health>>,
}

/// Why a plugin cannot be switched on or off.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SwitchError {
    /// There is none of this id.
    #[error("there is no plugin `{id}`{hint}")]
    Unknown {
        /// The id asked for.
        id: String,
        /// The nearest one.
        hint: String,
    },
    /// It did not come to life.
    #[error("`{id}` stays off: {why}")]
    Failed {
        /// The plugin's id.
        id: String,
        /// Why it did not.
        why: String,
    },
    /// It is off, but its end was not clean.
    #[error("`{id}` is off, but {why}")]
    Unclean {
        /// The plugin's id.
        id: String,
        /// What went wrong.
        why: String,
    },
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
        let mut wirings = lock(&self.shared.wirings);
        let key = (agent.to_owned(), role);
        wirings.entry(key).or_insert_with(|| self.assemble(|plugin| self.applies(plugin, agent, role), |_| true)).clone()
    }

    /// Makes the context of a request, with the chains for its agent and role.
    pub fn cx(&self, identity: Identity, cancel: Cancel, trace: Option<Trace>) -> Cx {
        let wiring = self.wiring(&identity.agent, identity.role);
        let services = Arc::clone(&self.shared.services);
        Cx::new(identity, wiring, services, cancel, trace)
    }

    /// Switches a plugin on: new requests see it.
    pub async fn enable(&self, id: &str) -> Result<(), SwitchError> {
        let mut members = self.shared.members.lock().await;
        let member = self.find(&mut members, id)?;
        if member.status == Status::Live {
            return Ok(());
        }
        member.wake(&self.shared.settings, &self.own_cx()).await;
        let status = member.status.clone();
        self.rewire(&members);
        match status {
            Status::Failed(why) => Err(SwitchError::Failed { id: id.into(), why }),
            _ => Ok(()),
        }
    }

    /// Switches a plugin off: new requests do not see it, those in flight keep it to their end.
    pub async fn disable(&self, id: &str) -> Result<(), SwitchError> {
        let mut members = self.shared.members.lock().await;
        let member = self.find(&mut members, id)?;
        if member.manifest.owns_gate() {
            tracing::warn!(plugin = id, "a gate is switched off");
        }
        member.status = Status::Disabled;
        self.rewire(&members);
        let member = self.find(&mut members, id)?;
        let rested = member.rest(&self.own_cx()).await;
        rested.map_err(|why| SwitchError::Unclean { id: id.into(), why })
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

    /// Passes every fault to the `plugin.fault` hooks of the other plugins, for as long as it is polled.
    pub async fn attend(&self) {
        while let Some(fault) = self.faults.next().await {
            self.pass_on(&fault).await;
        }
    }

    /// Passes on the faults that wait, and returns them.
    pub async fn settle(&self) -> Vec<Fault> {
        let faults = self.faults.drain();
        for fault in &faults {
            self.pass_on(fault).await;
        }
        faults
    }

    async fn pass_on(&self, fault: &Fault) {
        if fault.aftermath {
            return;
        }
        let point = PluginFault::INFO.name;
        let others = self.assemble(|plugin| plugin.id != fault.plugin, |name| name == point);
        let cx = self.own_cx();
        let _ = aftermath(others.fire::<PluginFault>(fault, &cx)).await;
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

    fn find<'m>(&self, members: &'m mut [Member], id: &str) -> Result<&'m mut Member, SwitchError> {
        let ids = self.registry().plugins().iter().map(|plugin| plugin.id);
        let near = suggest::nearest(id, ids);
        let found = members.iter_mut().find(|member| member.manifest.id == id);
        found.ok_or_else(|| SwitchError::Unknown {
            id: id.into(),
            hint: near.map_or(String::new(), |near| format!("; did you mean `{near}`?")),
        })
    }

    /// Swaps all chains for new ones, at once.
    fn rewire(&self, members: &[Member]) {
        let alive = members.iter().filter(|member| member.status == Status::Live);
        let alive = alive.filter_map(|member| {
            Some(Alive {
                manifest: member.manifest,
                instance: Arc::clone(member.instance.as_ref()?),
                health: member.health.clone(),
            })
        });
        let live = Live {
            members: alive.collect(),
            fares: members.iter().map(|it| (it.manifest.id, it.status.clone())).collect(),
            problems: members.iter().flat_map(|it| it.problems.clone()).collect(),
        };
        let mut wirings = lock(&self.shared.wirings);
        *self.shared.live.write().unwrap_or_else(PoisonError::into_inner) = live;
        wirings.clear();
        let fresh = Some(self.assemble(|_| true, |_| true));
        *self.shared.current.write().unwrap_or_else(PoisonError::into_inner) = fresh;
    }

    fn assemble(&self, wanted: impl Fn(&'static Manifest) -> bool, at: impl Fn(&str) -> bool) -> Wiring {
        let live = self.read();
        let chosen: Vec<_> = live.members.iter().filter(|it| wanted(it.manifest)).collect();
        let orders = self.registry().orders().iter().filter(|order| at(order.point.name));
        let points = orders.map(|order| {
            let wires = order.hooks.iter().filter_map(|placed| {
                let alive = chosen.iter().find(|it| std::ptr::eq(it.manifest, placed.plugin))?;
                Some(self.wire(alive, placed.hook))
            });
            (order.point, wires.collect())
        });
        let members: Vec<_> = chosen.iter().map(|it| (it.manifest, Arc::clone(&it.instance))).collect();
        Wiring::new(points, &members)
    }

    fn wire(&self, alive: &Alive, decl: &'static HookDecl) -> Wire {
        let owner = alive.manifest;
        let settings = &self.shared.settings;
        let position = owner.hooks.iter().position(|hook| std::ptr::eq(hook, decl));
        let position = position.expect("a placed hook is one of its plugin's");
        let replacement = self.shared.replacements.get(&(owner.id.to_owned(), decl.point.name));
        let (handler, instance) = match replacement {
            Some((handler, instance)) => (*handler, Arc::clone(instance)),
            None => (decl.handler, Arc::clone(&alive.instance)),
        };
        Wire {
            decl,
            handler,
            owner,
            instance,
            policy: settings.policy(owner.id, decl),
            timeout: settings.timeout(owner.id, decl),
            health: Arc::clone(&alive.health[position]),
            sink: self.shared.sink.clone(),
        }
    }

    /// The context of what belongs to no request.
    fn own_cx(&self) -> Cx {
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

    /// A plugin that cannot say where it works has no right to be left out if one of its hooks is closed.
    fn applies(&self, plugin: &'static Manifest, agent: &str, role: Role) -> bool {
        let Some(applies_to) = plugin.applies_to else {
            return true;
        };
        catch_unwind(|| applies_to(agent, role)).unwrap_or_else(|payload| {
            let said = message(payload);
            tracing::error!(plugin = plugin.id, agent, "`applies_to` panicked: {said}");
            let settings = &self.shared.settings;
            plugin.hooks.iter().any(|hook| settings.policy(plugin.id, hook) == Policy::Closed)
        })
    }

    fn read(&self) -> std::sync::RwLockReadGuard<'_, Live> {
        self.shared.live.read().unwrap_or_else(PoisonError::into_inner)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
