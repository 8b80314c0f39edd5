use super::EngineState;
use crate::turn::{AgentRun, TurnState};
use futures::FutureExt;
use futures::future::BoxFuture;
use hookwire::cx::{Cx, LogRecord, Services, Tracing};
use hookwire::points::{ModelRequest, ModelResponse, ToolCall, ToolReport};
use hookwire::{Error, Result};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, Weak};

/// What the host does for plugins: there before the plugins start, at work once the agent is.
#[derive(Clone, Default)]
pub struct HostServices {
    host: Arc<OnceLock<Weak<EngineState>>>,
    data: Option<PathBuf>,
    /// The turn that the plugins work in, if it is one.
    turn: Option<TurnState>,
}

impl HostServices {
    pub(crate) fn new(data: Option<PathBuf>) -> Self {
        Self { data, ..Self::default() }
    }

    pub(super) fn serve(&self, inner: &Arc<EngineState>) {
        // Only the first agent of these plugins is served, and there is one.
        let _ = self.host.set(Arc::downgrade(inner));
    }

    /// Makes those of a turn, of which all that plugins ask for is a part.
    pub(crate) fn within(inner: &Arc<EngineState>, turn: &TurnState) -> Self {
        let services = Self { turn: Some(turn.clone()), ..Self::new(inner.options.data.clone()) };
        services.serve(inner);
        services
    }

    /// Makes what a plugin's call goes through.
    fn work(&self, cx: &Cx) -> Result<AgentRun> {
        let host = self.host.get().and_then(Weak::upgrade);
        let host = host.ok_or_else(|| Error::msg("the agent is not at work yet; wait for `host.start`"))?;
        AgentRun::for_plugin(host, self.turn.as_ref(), cx)
    }
}

impl fmt::Debug for HostServices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostServices")
    }
}

impl Services for HostServices {
    fn log(&self, record: &LogRecord) {
        Tracing.log(record);
    }

    fn data(&self) -> Option<&Path> {
        self.data.as_deref()
    }

    fn tool<'a>(&'a self, call: ToolCall, cx: &'a Cx) -> BoxFuture<'a, Result<ToolReport>> {
        async move { self.work(cx)?.call_for_plugin(call).await }.boxed()
    }

    fn model<'a>(&'a self, request: ModelRequest, cx: &'a Cx) -> BoxFuture<'a, Result<ModelResponse>> {
        async move { Ok(self.work(cx)?.respond_to_plugin(request).await?) }.boxed()
    }
}
