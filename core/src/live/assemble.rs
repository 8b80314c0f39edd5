use super::agent_instance::AgentInstance;
use super::calls;
use super::contributions::Provider;
use super::entry_isolation::EntryIsolation;
use super::instances::LiveInstance;
use super::plugin_entry::PluginEntry;
use super::plugins::Plugins;
use super::state::{LivePlugin, PluginsSnapshot};
use super::status::Status;
use super::wiring::Wiring;
use crate::chain::HookBinding;
use crate::config::Section;
use crate::cx::Role;
use crate::lock;
use crate::panic::message;
use crate::plugin::{HookDecl, Manifest};
use crate::point::{FailurePolicy, KindName, PointInfo};
use std::mem;
use std::panic::catch_unwind;
use std::sync::Arc;

impl Plugins {
    /// Swaps all chains for new ones, at once.
    pub(super) fn rewire(&self, entries: &[PluginEntry]) {
        let state = self.state();
        let mut statuses: Vec<_> = entries.iter().map(|it| (it.manifest.id, it.status.clone())).collect();
        statuses.sort_by_key(|(id, _)| *id);
        let snapshot = PluginsSnapshot {
            live: entries.iter().filter_map(live).collect(),
            statuses,
            problems: entries.iter().flat_map(|it| it.problems.clone()).collect(),
            agents: entries.iter().flat_map(agents).collect(),
            isolation: entries.iter().map(EntryIsolation::of).collect(),
        };
        let old_current = self.own_cx().wired();
        let mut wirings = lock::lock(&state.wirings);
        let old_snapshot = mem::replace(&mut *lock::write(&state.snapshot), snapshot);
        let old_wirings = mem::take(&mut *wirings);
        state.current.set(self.assemble(None, |_| true, |_| true).into());
        drop(wirings);
        // Behind the locks: these may be the last owners of values of plugins, whose own code runs when they are dropped.
        drop((old_snapshot, old_wirings, old_current));
    }

    /// Makes the chains of the plugins and points wanted, of the instances that work for an agent; for no agent in
    /// particular, of the plugins' own.
    pub(super) fn assemble(
        &self,
        agent: Option<&str>,
        wanted: impl Fn(&'static Manifest) -> bool,
        at: impl Fn(&str) -> bool,
    ) -> Wiring {
        let snapshot = self.snapshot();
        let wanted = snapshot.live.iter().filter(|it| wanted(it.manifest));
        let chosen: Vec<_> = wanted.filter_map(|it| it.chosen(agent)).collect();
        let has_observers = self.has_observers();
        let runs = |point: &PointInfo| at(point.name) && (has_observers || point.kind != KindName::Observe);
        let orders = self.registry().orders().iter().filter(|order| runs(order.point));
        let points = orders.map(|order| {
            let bindings = order.hooks.iter().filter_map(|placed| {
                let plugin = chosen.iter().find(|it| std::ptr::eq(it.plugin.manifest, placed.plugin))?;
                Some(self.bind(plugin, placed.hook))
            });
            (order.point, bindings.collect())
        });
        let providers = chosen.iter().map(|it| Provider {
            owner: it.plugin.manifest,
            instance: Arc::clone(&it.live.instance),
            own: Arc::clone(&it.plugin.instances.own().instance),
            sources: it.live.sources.clone(),
        });
        Wiring::new(points, providers, &self.state().sink)
    }

    fn bind(&self, chosen: &Chosen<'_>, decl: &'static HookDecl) -> HookBinding {
        let (state, owner) = (self.state(), chosen.plugin.manifest);
        let position = owner.hooks.iter().position(|hook| std::ptr::eq(hook, decl));
        let position = position.expect("a placed hook is one of its plugin's");
        let replacement = state.replacements.get(&(owner.id.to_owned(), decl.point.name));
        let policy = state.settings.policy(owner.id, decl);
        let (handler, instance) = match replacement {
            Some((handler, instance)) => (*handler, Arc::clone(instance)),
            None => calls::hook(decl, &chosen.live.instance, position, policy.timeout),
        };
        HookBinding {
            decl,
            handler,
            owner,
            instance,
            policy,
            breaker: Arc::clone(chosen.plugin.breakers.of(chosen.agent, position)),
            sink: state.sink.clone(),
        }
    }

    /// Returns whether a plugin works for an agent and role.
    ///
    /// A plugin that cannot say so has no right to be left out if one of its hooks is closed.
    pub(super) fn applies(&self, plugin: &'static Manifest, agent: &str, role: Role) -> bool {
        let Some(applies_to) = plugin.applies_to else {
            return true;
        };
        catch_unwind(|| applies_to(agent, role)).unwrap_or_else(|payload| {
            let message = message(payload);
            tracing::error!(plugin = plugin.id, agent, "`applies_to` panicked: {message}");
            let policy = |hook| self.settings().policy(plugin.id, hook);
            plugin.hooks.iter().any(|hook| policy(hook).on_failure == FailurePolicy::Closed)
        })
    }
}

/// A plugin that works for an agent, with the instance that does.
struct Chosen<'a> {
    plugin: &'a LivePlugin,
    /// The agent, if the instance is that agent's alone.
    agent: Option<&'a str>,
    live: &'a LiveInstance,
}

impl LivePlugin {
    /// Returns the plugin with its instance for an agent, or `None` if it does not work for that agent.
    fn chosen<'a>(&'a self, agent: Option<&'a str>) -> Option<Chosen<'a>> {
        let agent = agent.filter(|agent| self.instances.is_apart(agent));
        Some(Chosen { plugin: self, agent, live: self.instances.of(agent)? })
    }
}

/// Returns a plugin that chains are made with: one that is live, or that was taken off and refuses.
fn live(entry: &PluginEntry) -> Option<LivePlugin> {
    let instances = entry.instances.as_ref().filter(|_| entry.status != Status::Disabled)?;
    Some(LivePlugin {
        manifest: entry.manifest,
        instances: instances.clone(),
        breakers: entry.breakers.clone(),
    })
}

/// Returns the agents for which a plugin has settings of their own, with why it does not work where it does not.
fn agents(entry: &PluginEntry) -> Vec<AgentInstance> {
    let agents = entry.sections.agents.iter();
    let of = |(agent, section): (&String, &Section)| AgentInstance {
        plugin: entry.manifest.id,
        agent: agent.clone(),
        section: section.clone(),
        failure: entry.failed_agents.get(agent).cloned(),
    };
    agents.map(of).collect()
}
