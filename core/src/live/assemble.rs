use super::plugin_entry::PluginEntry;
use super::plugins::Plugins;
use super::state::{LivePlugin, PluginsSnapshot};
use super::status::Status;
use super::wiring::Wiring;
use crate::chain::HookBinding;
use crate::cx::Role;
use crate::lock;
use crate::panic::message;
use crate::plugin::{HookDecl, Manifest};
use crate::point::FailurePolicy;
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
        };
        let mut wirings = lock::lock(&state.wirings);
        *lock::write(&state.snapshot) = snapshot;
        wirings.clear();
        state.current.set(self.assemble(|_| true, |_| true).into());
    }

    /// Makes the chains of the plugins and points wanted.
    pub(super) fn assemble(
        &self,
        wanted: impl Fn(&'static Manifest) -> bool,
        at: impl Fn(&str) -> bool,
    ) -> Wiring {
        let snapshot = self.snapshot();
        let chosen: Vec<_> = snapshot.live.iter().filter(|it| wanted(it.manifest)).collect();
        let orders = self.registry().orders().iter().filter(|order| at(order.point.name));
        let points = orders.map(|order| {
            let bindings = order.hooks.iter().filter_map(|placed| {
                let plugin = chosen.iter().find(|it| std::ptr::eq(it.manifest, placed.plugin))?;
                Some(self.bind(plugin, placed.hook))
            });
            (order.point, bindings.collect())
        });
        let plugins: Vec<_> = chosen.iter().map(|it| (it.manifest, Arc::clone(&it.instance))).collect();
        let sources = chosen.iter().flat_map(|it| it.sources.iter().cloned());
        Wiring::new(points, &plugins, sources, &self.state().sink)
    }

    fn bind(&self, plugin: &LivePlugin, decl: &'static HookDecl) -> HookBinding {
        let (state, owner) = (self.state(), plugin.manifest);
        let position = owner.hooks.iter().position(|hook| std::ptr::eq(hook, decl));
        let position = position.expect("a placed hook is one of its plugin's");
        let replacement = state.replacements.get(&(owner.id.to_owned(), decl.point.name));
        let (handler, instance) = match replacement {
            Some((handler, instance)) => (*handler, Arc::clone(instance)),
            None => (decl.handler, Arc::clone(&plugin.instance)),
        };
        HookBinding {
            decl,
            handler,
            owner,
            instance,
            policy: state.settings.policy(owner.id, decl),
            breaker: Arc::clone(&plugin.breakers[position]),
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

fn live(entry: &PluginEntry) -> Option<LivePlugin> {
    let instance = entry.instance.as_ref().filter(|_| entry.status == Status::Live)?;
    Some(LivePlugin {
        manifest: entry.manifest,
        instance: Arc::clone(instance),
        sources: entry.sources.clone(),
        breakers: entry.breakers.clone(),
    })
}
