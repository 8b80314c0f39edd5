use super::agent_run::AgentRun;
use super::turn_state::TurnState;
use crate::options::EngineOptions;
use crate::services::{KeptSchedules, KeptValues};
use crate::state::EngineState;
use crate::store::Store;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::cx::{ClockService, Cx, ModelService, Services, ToolService};
use hookwire::points::{ModelRequest, ModelResponse, ToolCall, ToolReport};
use hookwire::{Error, Result};
use std::fmt;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock, Weak};

/// The services of the host for plugins: created before the plugins start, at work once there is an engine.
#[derive(Clone)]
pub struct HostServices {
    state: Arc<OnceLock<Weak<EngineState>>>,
    data: Option<PathBuf>,
    clock: Option<Arc<dyn ClockService>>,
    store: Arc<dyn Store>,
    /// The turn that the plugins work in, if there is one.
    turn: Option<TurnState>,
}

impl HostServices {
    /// Creates the services of a host.
    pub fn new(options: &EngineOptions, store: Arc<dyn Store>) -> Self {
        let EngineOptions { data, clock, .. } = options;
        Self { state: Arc::default(), data: data.clone(), clock: clock.clone(), store, turn: None }
    }

    /// Sets the engine that does the work.
    pub(crate) fn serve(&self, state: &Arc<EngineState>) {
        // Only the first engine of these plugins is served, and there is one.
        let _ = self.state.set(Arc::downgrade(state));
    }

    /// Creates the services inside a turn, so that whatever plugins ask for is part of it.
    pub(super) fn in_turn(state: &Arc<EngineState>, turn: &TurnState) -> Self {
        let services =
            Self { turn: Some(turn.clone()), ..Self::new(state.options(), Arc::clone(state.store())) };
        services.serve(state);
        services
    }

    /// Returns the services one by one, as plugins' contexts have them.
    pub fn all(&self) -> Services {
        let this = Arc::new(self.clone());
        let mut services = Services::default();
        services.data = self.data.clone().map(|folder| Arc::new(folder) as _);
        services.clock.clone_from(&self.clock);
        services.kv = Some(Arc::new(KeptValues(Arc::clone(&self.store))));
        services.schedules = Some(Arc::new(KeptSchedules(Arc::clone(&self.store))));
        services.tools = Some(Arc::clone(&this) as _);
        services.models = Some(this);
        services
    }

    /// Creates the run of a plugin's call.
    fn run(&self, cx: &Cx) -> Result<AgentRun> {
        let state = self.state.get().and_then(Weak::upgrade);
        let state = state.ok_or_else(|| Error::msg("the agent is not at work yet; wait for `host.start`"))?;
        AgentRun::for_plugin(state, self.turn.as_ref(), cx)
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
