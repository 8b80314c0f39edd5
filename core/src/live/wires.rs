use super::member::{Member, Status};
use super::plugins::{Alive, Live, Plugins};
use super::wiring::Wiring;
use crate::chain::HookBinding;
use crate::lock;
use crate::panic::message;
use crate::plugin::{FailurePolicy, HookDecl, Manifest, Role};
use std::panic::catch_unwind;
use std::sync::Arc;

impl Plugins {
    /// Swaps all chains for new ones, at once.
    pub(super) fn rewire(&self, members: &[Member]) {
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
        let mut wirings = lock::lock(&self.shared.wirings);
        *lock::write(&self.shared.live) = live;
        wirings.clear();
        let fresh = Some(self.assemble(|_| true, |_| true));
        *lock::write(&self.shared.current) = fresh;
    }

    pub(super) fn assemble(
        &self,
        wanted: impl Fn(&'static Manifest) -> bool,
        at: impl Fn(&str) -> bool,
    ) -> Wiring {
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

    fn wire(&self, alive: &Alive, decl: &'static HookDecl) -> HookBinding {
        let owner = alive.manifest;
        let settings = &self.shared.settings;
        let position = owner.hooks.iter().position(|hook| std::ptr::eq(hook, decl));
        let position = position.expect("a placed hook is one of its plugin's");
        let replacement = self.shared.replacements.get(&(owner.id.to_owned(), decl.point.name));
        let (handler, instance) = match replacement {
            Some((handler, instance)) => (*handler, Arc::clone(instance)),
            None => (decl.handler, Arc::clone(&alive.instance)),
        };
        HookBinding {
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

    /// A plugin that cannot say where it works has no right to be left out if one of its hooks is closed.
    pub(super) fn applies(&self, plugin: &'static Manifest, agent: &str, role: Role) -> bool {
        let Some(applies_to) = plugin.applies_to else {
            return true;
        };
        catch_unwind(|| applies_to(agent, role)).unwrap_or_else(|payload| {
            let said = message(payload);
            tracing::error!(plugin = plugin.id, agent, "`applies_to` panicked: {said}");
            let settings = &self.shared.settings;
            plugin.hooks.iter().any(|hook| settings.policy(plugin.id, hook) == FailurePolicy::Closed)
        })
    }
}
