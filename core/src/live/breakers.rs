use crate::chain::Breaker;
use crate::fault::FaultKind;
use crate::plugin::{HookDecl, Manifest};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::AtomicU32;

/// The counters of breakers that have counted a failure, by point.
#[derive(Default)]
pub(super) struct FailingCounters(HashMap<&'static str, Arc<AtomicU32>>);

impl FailingCounters {
    fn of(&mut self, hook: &HookDecl) -> Arc<AtomicU32> {
        Arc::clone(self.0.entry(hook.point.name).or_default())
    }
}

/// The breakers of a plugin: one for each hook of each instance, which its successor takes over.
#[derive(Debug, Clone)]
pub(super) struct Breakers {
    /// The counter of each hook's point.
    counters: Vec<Arc<AtomicU32>>,
    own: Vec<Arc<Breaker>>,
    agents: BTreeMap<String, Vec<Arc<Breaker>>>,
}

impl Breakers {
    pub(super) fn new(manifest: &Manifest, failing: &mut FailingCounters) -> Self {
        let counters: Vec<_> = manifest.hooks.iter().map(|hook| failing.of(hook)).collect();
        Self { own: closed(&counters), agents: BTreeMap::new(), counters }
    }

    /// Closes all of them, and makes those of agents that have none: a plugin that is off, or begins anew, must not keep its
    /// chains on the slow path.
    pub(super) fn reset<'a>(&mut self, agents: impl IntoIterator<Item = &'a String>) {
        for agent in agents {
            self.agents.entry(agent.clone()).or_insert_with(|| closed(&self.counters));
        }
        self.all().for_each(|breaker| breaker.reset());
    }

    /// Forgets all failures, as [`reset`](Self::reset) does, and leaves those tripped that are: calls in flight still come.
    pub(super) fn forget_failures(&self) {
        self.all().for_each(|breaker| breaker.close());
    }

    fn all(&self) -> impl Iterator<Item = &Arc<Breaker>> {
        self.own.iter().chain(self.agents.values().flatten())
    }

    /// Lets every hook fail instead of being called, until it is reset.
    pub(super) fn trip(&self, kind: FaultKind, why: &str) {
        self.all().for_each(|breaker| breaker.trip(kind, why.to_owned()));
    }

    /// Returns the breaker of a hook of the instance of an agent; of the plugin's own, if the agent has none.
    pub(super) fn of(&self, agent: Option<&str>, hook: usize) -> &Arc<Breaker> {
        let of_agent = agent.and_then(|agent| self.agents.get(agent));
        &of_agent.unwrap_or(&self.own)[hook]
    }
}

fn closed(counters: &[Arc<AtomicU32>]) -> Vec<Arc<Breaker>> {
    counters.iter().map(|failing| Arc::new(Breaker::new(Arc::clone(failing)))).collect()
}
