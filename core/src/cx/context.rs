use super::cancel::Cancel;
use super::chains::{Chains, ChainsSource, CurrentChains, HeldChains};
use super::identity::Identity;
use super::permissions::Permissions;
use super::services::{ServiceSet, TaskService};
use super::turn::TurnValues;
use crate::error::{Error, Result};
use crate::point::PointInfo;
use crate::trace::Trace;
use std::fmt;
use std::sync::Arc;

/// The number of hooks, tools and agents that may be nested in each other.
const MAX_DEPTH: u32 = 16;

/// The services of a host, for the contexts of this crate.
pub type Services = ServiceSet<Cx>;

/// The context of a plugin's code: tells it who asks, and does for it what only the host can do.
///
/// Cheap to clone; a clone may be kept and used from a task of the plugin's own.
#[derive(Clone)]
pub struct Cx {
    scope: Arc<Scope>,
    /// The plugin whose code runs; `None` for the host's own.
    owner: Option<&'static Permissions>,
    depth: u32,
}

/// The parts of a context that are the same for all plugins.
struct Scope {
    identity: Identity,
    chains: ChainsSource,
    services: Services,
    cancel: Cancel,
    trace: Option<Trace>,
    turn: Arc<TurnValues>,
    /// The number by which the host knows the context, where that is in another process.
    #[cfg(feature = "remote")]
    host_context: u64,
}

impl Cx {
    /// Makes the context of one request.
    pub fn new(
        identity: Identity,
        chains: impl Into<Arc<dyn Chains>>,
        services: Services,
        cancel: Cancel,
        trace: Option<Trace>,
    ) -> Self {
        let chains = ChainsSource::Fixed(chains.into());
        Self::with_scope(Scope {
            identity,
            chains,
            services,
            cancel,
            trace,
            turn: Arc::default(),
            #[cfg(feature = "remote")]
            host_context: 0,
        })
    }

    /// Makes a context that belongs to no request.
    pub(crate) fn outside_requests(chains: CurrentChains, services: Services) -> Self {
        Self::with_scope(Scope {
            identity: Identity::default(),
            chains: ChainsSource::Current(chains),
            services,
            cancel: Cancel::default(),
            trace: None,
            turn: Arc::default(),
            #[cfg(feature = "remote")]
            host_context: 0,
        })
    }

    /// Makes a context whose other half is in the process of the host.
    #[cfg(feature = "remote")]
    pub fn served(identity: Identity, depth: u32, host_context: u64, parts: ServedParts) -> Self {
        let ServedParts { chains, services, cancel, turn } = parts;
        let chains = ChainsSource::Fixed(chains);
        let scope = Scope { identity, chains, services, cancel, trace: None, turn, host_context };
        Self { scope: Arc::new(scope), owner: None, depth }
    }

    /// Returns the number by which the host knows the context, where that is in another process.
    #[cfg(feature = "remote")]
    pub fn host_context(&self) -> u64 {
        self.scope.host_context
    }

    /// Returns how many hooks, tools and agents this one is in.
    #[cfg(feature = "remote")]
    pub fn depth(&self) -> u32 {
        self.depth
    }

    fn with_scope(scope: Scope) -> Self {
        Self { scope: Arc::new(scope), owner: None, depth: 0 }
    }

    /// Makes the context of work inside this one, for the host: a member's, a tool call's.
    ///
    /// It has the cancellation, the trace, the services and the turn's values of this one, and is one deeper; an agent
    /// that delegates to itself for ever is stopped here.
    pub fn child(&self, identity: Identity, chains: impl Into<Arc<dyn Chains>>) -> Result<Self> {
        let deeper = self.deeper(|| format!("the agent `{}` cannot begin", identity.agent))?;
        let Scope { services, cancel, trace, turn, .. } = &*self.scope;
        let scope = Scope {
            identity,
            chains: ChainsSource::Fixed(chains.into()),
            services: services.clone(),
            cancel: cancel.clone(),
            trace: trace.clone(),
            turn: Arc::clone(turn),
            #[cfg(feature = "remote")]
            host_context: self.scope.host_context,
        };
        Ok(Self { scope: Arc::new(scope), owner: None, depth: deeper.depth })
    }

    /// Makes the context of work of the same plugin that goes on when the request is over, with a cancellation of its own.
    pub(crate) fn detached(&self) -> Self {
        let Scope { identity, chains, services, .. } = &*self.scope;
        let scope = Scope {
            identity: identity.clone(),
            chains: chains.clone(),
            services: services.clone(),
            cancel: Cancel::default(),
            trace: None,
            turn: Arc::default(),
            #[cfg(feature = "remote")]
            host_context: self.scope.host_context,
        };
        Self { scope: Arc::new(scope), ..*self }
    }

    /// Returns who asks, for whom, as which agent.
    pub fn identity(&self) -> &Identity {
        &self.scope.identity
    }

    /// Returns the id of the plugin whose code runs, or `host`.
    pub fn plugin(&self) -> &'static str {
        self.owner.map_or("host", |owner| owner.plugin)
    }

    /// Returns the request's cancellation: to be waited for, or looked at between two steps.
    pub fn cancelled(&self) -> &Cancel {
        &self.scope.cancel
    }

    /// Returns the values that hooks share for this turn; outside of a turn, values of this context alone.
    pub fn turn(&self) -> &TurnValues {
        &self.scope.turn
    }

    /// Returns the record of what hooks do under this context, if one is kept.
    #[inline]
    pub fn trace(&self) -> Option<&Trace> {
        self.scope.trace.as_ref()
    }

    /// Returns the chains of the request, or of the moment outside of one; `None` before all plugins have started.
    pub(crate) fn chains(&self) -> Option<HeldChains<'_>> {
        self.scope.chains.chains()
    }

    /// Returns the chains, if it is the time to fire.
    pub(crate) fn chains_for(&self, point: &PointInfo) -> Result<HeldChains<'_>> {
        let why = if self.depth >= MAX_DEPTH {
            format!("hooks are {MAX_DEPTH} deep in each other, one of them probably fires itself")
        } else if let Some(chains) = self.chains() {
            return Ok(chains);
        } else {
            "nothing is wired before all plugins have started; fire it from a hook at `host.start`".into()
        };
        Err(Error::msg(format!("`{}` cannot be fired: {why}", point.name)))
    }

    pub(super) fn services(&self) -> &Services {
        &self.scope.services
    }

    /// Returns the permissions of the plugin whose code runs; `None` for the host's own code, which may do all.
    pub(super) fn permissions(&self) -> Option<&'static Permissions> {
        self.owner
    }

    /// Makes sure that there is room for one more inside this one, and returns its context.
    pub(super) fn deeper(&self, refusal: impl FnOnce() -> String) -> Result<Self> {
        if self.depth >= MAX_DEPTH {
            let what = refusal();
            return Err(Error::msg(format!(
                "{what}: hooks, tools and agents are {MAX_DEPTH} deep in each other, one of them probably calls itself"
            )));
        }
        let mut cx = self.clone();
        cx.descend();
        Ok(cx)
    }

    /// Returns this context for what makes an instance of a plugin: it names the agent that the instance is for, and what it
    /// spawns belongs to that instance.
    pub(crate) fn for_instance(&self, agent: Option<&str>, tasks: Arc<dyn TaskService>) -> Self {
        let Scope { identity, chains, services, cancel, trace, turn, .. } = &*self.scope;
        let (mut identity, mut services) = (identity.clone(), services.clone());
        if let Some(agent) = agent {
            agent.clone_into(&mut identity.agent);
        }
        services.tasks = Some(tasks);
        let scope = Scope {
            identity,
            chains: chains.clone(),
            services,
            cancel: cancel.clone(),
            trace: trace.clone(),
            turn: Arc::clone(turn),
            #[cfg(feature = "remote")]
            host_context: self.scope.host_context,
        };
        Self { scope: Arc::new(scope), owner: self.owner, depth: self.depth }
    }

    /// Returns this context for the code of a plugin.
    pub(crate) fn for_plugin(&self, owner: &'static Permissions) -> Self {
        let mut cx = self.clone();
        cx.set_owner(owner);
        cx
    }

    #[inline]
    pub(crate) fn set_owner(&mut self, owner: &'static Permissions) {
        self.owner = Some(owner);
    }

    /// Returns this context one less deep.
    #[cfg(feature = "remote")]
    pub(crate) fn ascended(&self) -> Self {
        Self { depth: self.depth.saturating_sub(1), ..self.clone() }
    }

    #[inline]
    pub(crate) fn descend(&mut self) {
        self.depth += 1;
    }
}

/// What a context has of its own whose other half is in the process of the host.
#[cfg(feature = "remote")]
#[allow(missing_debug_implementations, reason = "chains are opaque")]
pub struct ServedParts {
    /// The chains of the host.
    pub chains: Arc<dyn Chains>,
    /// The services, which ask the host.
    pub services: Services,
    /// Cancelled when nobody waits for the result any more.
    pub cancel: Cancel,
    /// The values of the turn, as far as they are in this process.
    pub turn: Arc<TurnValues>,
}

impl fmt::Debug for Cx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cx")
            .field("plugin", &self.plugin())
            .field("identity", self.identity())
            .finish_non_exhaustive()
    }
}
