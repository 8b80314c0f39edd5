use super::{Feed, Inner};
use crate::turn::{Budget, Journal, Work};
use futures::FutureExt;
use futures::future::BoxFuture;
use hookwire::cx::{Cx, LogRecord, Services, Tracing};
use hookwire::points::{ModelRequest, ModelResponse, ToolCall, ToolReport};
use hookwire::{Error, Result};
use std::fmt;
use std::sync::{Arc, OnceLock, Weak};
use std::time::Duration;
use uuid::Uuid;

/// What the host does for plugins: there before the plugins start, at work once the agent is.
#[derive(Clone, Default)]
pub struct HostServices(Arc<OnceLock<Weak<Inner>>>);

impl HostServices {
    pub(super) fn serve(&self, inner: &Arc<Inner>) {
        // Only the first agent of these plugins is served, and there is one.
        let _ = self.0.set(Arc::downgrade(inner));
    }

    /// Makes what a plugin's call goes through: the same as an agent's own.
    fn work(&self, cx: &Cx) -> Result<Work> {
        let host = self.0.get().and_then(Weak::upgrade);
        let host = host.ok_or_else(|| Error::msg("the agent is not at work yet; wait for `host.start`"))?;
        let identity = cx.identity().clone();
        let agent = if identity.agent.is_empty() { host.options.route("plugin") } else { &identity.agent };
        let profile = host.options.agents.get(agent).cloned();
        let profile = profile.ok_or_else(|| Error::msg(host.options.no_agent(agent)))?;
        let wiring = cx.wired().unwrap_or_default();
        let session = identity.session.clone();
        // Where a turn of the session runs, its people see what the plugin asks for.
        let running = session.as_ref().and_then(|session| host.feeds.of_session(session).pop());
        Ok(Work {
            cx: cx.child(identity, wiring.clone())?,
            wiring,
            unattended: running.is_none(),
            feed: running.unwrap_or_else(|| Feed::new(Duration::MAX)),
            journal: Arc::new(Journal::detached(&host.store, session.as_deref())),
            budget: Arc::new(Budget::new(&profile.limits)),
            profile,
            made: Arc::default(),
            prefix: String::new(),
            depth: 1,
            host,
        })
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

    fn tool<'a>(&'a self, mut call: ToolCall, cx: &'a Cx) -> BoxFuture<'a, Result<ToolReport>> {
        let call_it = async move {
            let work = self.work(cx)?;
            if call.id.is_empty() {
                call.id = format!("plugin_{}", Uuid::now_v7().simple());
            }
            let offer = work.offer(&[]).await?;
            Ok(work.call(call, &offer).await.report)
        };
        call_it.boxed()
    }

    fn model<'a>(&'a self, mut request: ModelRequest, cx: &'a Cx) -> BoxFuture<'a, Result<ModelResponse>> {
        let ask = async move {
            let work = self.work(cx)?;
            if request.model.is_empty() {
                request.model.clone_from(&work.profile.model);
            }
            Ok(work.respond(request).await?)
        };
        ask.boxed()
    }
}
