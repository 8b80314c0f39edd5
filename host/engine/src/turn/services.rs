use super::agent_run::AgentRun;
use super::turn_state::TurnState;
use crate::options::EngineOptions;
use crate::services::SharedServices;
use crate::state::EngineState;
use crate::store::{Owner, Store};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::cx::{Cx, ModelService, Services, ToolService};
use hookwire::points::{ModelRequest, ModelResponse, ToolCall, ToolReport};
use hookwire::{Error, Result};
use std::fmt;
use std::sync::{Arc, OnceLock, Weak};

/// The services of the host for plugins: created before the plugins start, at work once there is an engine.
#[derive(Clone)]
pub struct HostServices {
    state: Arc<OnceLock<Weak<EngineState>>>,
    shared: SharedServices,
    /// The turn that the plugins work in, if there is one.
    turn: Option<TurnState>,
}

impl HostServices {
    /// Creates the services of a host.
    pub fn new(options: &EngineOptions, store: Arc<dyn Store>) -> Self {
        Self { state: Arc::default(), shared: SharedServices::new(options, store), turn: None }
    }

    /// Returns the services that are the same in every turn.
    pub(crate) fn shared(&self) -> &SharedServices {
        &self.shared
    }

    /// Sets the engine that does the work.
    pub(crate) fn serve(&self, state: &Arc<EngineState>) {
        // Only the first engine of these plugins is served, and there is one.
        let _ = self.state.set(Arc::downgrade(state));
    }

    /// Creates the services inside a turn, so that whatever plugins ask for is part of it.
    pub(super) fn in_turn(state: &Arc<EngineState>, turn: &TurnState) -> Self {
        let (shared, turn) = (state.services().clone(), Some(turn.clone()));
        let services = Self { state: Arc::default(), shared, turn };
        services.serve(state);
        services
    }

    /// Returns the services one by one, as plugins' contexts have them.
    pub fn all(&self) -> Services {
        let this = Arc::new(self.clone());
        let mut services = Services::default();
        self.shared.offer(&mut services);
        services.sessions = Some(Arc::clone(&this) as _);
        services.send = Some(Arc::clone(&this) as _);
        // Before there is an engine, the live set itself puts its tasks in.
        services.tasks = self.engine_state().ok().map(|state| state.plugins().task_service());
        services.render = Some(Arc::clone(&this) as _);
        services.tools = Some(Arc::clone(&this) as _);
        services.models = Some(this);
        services
    }

    /// Creates the run of a plugin's call.
    pub(super) fn run(&self, cx: &Cx) -> Result<AgentRun> {
        AgentRun::for_plugin(self.engine_state()?, self.turn.as_ref(), cx)
    }

    /// Returns the state of the engine that does the work.
    pub(super) fn engine_state(&self) -> Result<Arc<EngineState>> {
        let state = self.state.get().and_then(Weak::upgrade);
        state.ok_or_else(|| Error::msg("the agent is not at work yet; wait for `host.start`"))
    }

    /// Returns the owner of the session whose turn the plugins work in, if there is one.
    pub(super) fn turn_owner(&self) -> Option<&Owner> {
        self.turn.as_ref().map(TurnState::owner)
    }
}

impl fmt::Debug for HostServices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostServices")
    }
}

impl ToolService<Cx> for HostServices {
    fn call<'a>(&'a self, call: ToolCall, cx: &'a Cx) -> BoxFuture<'a, Result<ToolReport>> {
        async move { self.run(cx)?.call_for_plugin(call).await }.boxed()
    }
}

impl ModelService<Cx> for HostServices {
    fn ask<'a>(&'a self, request: ModelRequest, cx: &'a Cx) -> BoxFuture<'a, Result<ModelResponse>> {
        async move { Ok(self.run(cx)?.call_model_for_plugin(request).await?) }.boxed()
    }
}
