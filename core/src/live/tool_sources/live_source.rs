use super::check::{CheckedList, SourcedTool};
use super::list::{Due, ToolList};
use super::status::ToolSourceStatus;
use super::watch::Watch;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::fault::{FaultKind, FaultSink};
use crate::live::calls;
use crate::live::guard::{Guard, Stopped, drop_watched};
use crate::lock::lock;
use crate::origin::PluginCode;
use crate::plugin::{
    Instance, Manifest, SourceTool, ToolDecl, ToolError, ToolOutput, ToolSource, ToolSourceDecl,
};
use crate::watchdog;
use serde_json::Value;
use std::fmt;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync;

/// A source of an instance of a plugin, with the tools that it had when it was asked last.
pub(in crate::live) struct LiveSource {
    decl: &'static ToolSourceDecl,
    owner: &'static Manifest,
    instance: Instance,
    /// The plugin's context outside of requests.
    cx: Cx,
    sink: FaultSink,
    /// There once it is made.
    source: Mutex<Option<Arc<dyn ToolSource>>>,
    list: Arc<Mutex<ToolList>>,
    /// Locked while the source is asked.
    asking: sync::Mutex<()>,
}

/// The reason why a source has given no list.
type Failure = (FaultKind, String);

impl LiveSource {
    /// Makes the sources of an instance; nothing is asked yet.
    pub(in crate::live) fn all_of(
        owner: &'static Manifest,
        instance: &Instance,
        cx: &Cx,
        sink: &FaultSink,
    ) -> Vec<Arc<Self>> {
        let one = |decl| Self {
            decl,
            owner,
            instance: Arc::clone(instance),
            cx: cx.for_plugin(&owner.permissions),
            sink: sink.clone(),
            source: Mutex::default(),
            list: Arc::new(Mutex::new(ToolList::unknown())),
            asking: sync::Mutex::default(),
        };
        owner.contributions_of().map(|decl| Arc::new(one(decl))).collect()
    }

    pub(in crate::live) fn name(&self) -> &'static str {
        self.decl.name
    }

    pub(in crate::live) fn status(&self, agent: Option<&str>) -> ToolSourceStatus {
        ToolSourceStatus::new(self.decl.name, agent, &lock(&self.list))
    }

    /// Returns the tools, by name; asks the source if its list has changed.
    ///
    /// It is asked on a task of its own: another request may wait for the same answer.
    pub(in crate::live) async fn tools(self: &Arc<Self>) -> Arc<[SourcedTool]> {
        let watch = lock(&self.list).watch();
        if let Some(watch) = watch {
            watch.look();
        }
        let due = lock(&self.list).due();
        if due != Due::No {
            let asked = tokio::spawn(Arc::clone(self).ask());
            if due == Due::Wait {
                // It fails only where the runtime ends, and then the last list does.
                let _ = asked.await;
            }
        }
        Arc::clone(&lock(&self.list).tools)
    }

    async fn ask(self: Arc<Self>) {
        let _asking = self.asking.lock().await;
        if lock(&self.list).due() == Due::No {
            return;
        }
        lock(&self.list).begin();
        match self.listed().await {
            Ok(listed) => {
                let checked = CheckedList::of(self.decl, self.owner.id, listed);
                let left_out = lock(&self.list).replace(checked);
                let (plugin, source) = (self.owner.id, self.decl.name);
                for left_out in left_out {
                    let (tool, why) = (left_out.tool, left_out.why);
                    tracing::warn!(
                        plugin,
                        source,
                        tool,
                        "the tool `{tool}` of `{source}` is not offered: {why}"
                    );
                }
            }
            Err((kind, why)) => {
                let message = format!("it could not list its tools, and keeps those it had: {why}");
                lock(&self.list).fail(why);
                // Nobody else hears of it.
                watchdog::report(self.guard(PluginCode::Contribution).serial(), kind, message);
            }
        }
    }

    async fn listed(&self) -> Result<Vec<SourceTool>, Failure> {
        let source = self.source()?;
        let guard = self.guard(PluginCode::Contribution);
        let list = Arc::downgrade(&self.list);
        let note = move || {
            if let Some(list) = list.upgrade() {
                lock(&list).change();
            }
        };
        let watch = Watch::begin(Arc::clone(&source), guard, note);
        let replaced = lock(&self.list).replace_watch(watch);
        // Behind the lock, as it is code of the plugin.
        drop(replaced);
        let guard = self.guard(PluginCode::Contribution);
        let cx = self.cx.clone();
        match guard.run_apart(async move { source.list(&cx).await }).await {
            Ok(listed) => listed.map_err(|error| (FaultKind::Error, error.to_string())),
            Err(stopped) => Err(failure(&stopped)),
        }
    }

    /// Returns the source, which the plugin gives once.
    fn source(&self) -> Result<Arc<dyn ToolSource>, Failure> {
        if let Some(source) = &*lock(&self.source) {
            return Ok(Arc::clone(source));
        }
        // Without the lock: this is code of the plugin.
        let made = self.guard(PluginCode::Contribution).call(|| calls::source(self.decl, &*self.instance));
        let made = made.map_err(|stopped| failure(&stopped))?;
        let made = made.map_err(|error| (FaultKind::Error, error.to_string()))?;
        Ok(Arc::clone(lock(&self.source).get_or_insert(made)))
    }

    /// Calls a tool by the name under which it is offered; `time` is how long one may take if nobody else says so.
    pub(in crate::live) async fn call(
        self: &Arc<Self>,
        name: &str,
        args: Value,
        time: Option<Duration>,
        cx: &Cx,
    ) -> Result<ToolOutput, ToolError> {
        let tools = self.tools().await;
        let tool = || name.to_owned().into();
        let Some((known, (_, own_name))) =
            tools.iter().find(|known| known.spec.name == name).zip(ToolSourceDecl::split(name))
        else {
            return Err(ToolError::Gone { tool: tool(), origin: self.decl.name });
        };
        let source = self.source().map_err(|(_, why)| ToolError::Failed(Error::msg(why)))?;
        let limit = known.timeout.or(self.decl.timeout).or(time).unwrap_or(ToolDecl::TIMEOUT);
        let cx = cx.for_plugin(&self.owner.permissions);
        let own_name = own_name.to_owned();
        let call = async move { source.call(&own_name, args, &cx).await };
        match self.guard_for(PluginCode::Tool, limit).run_apart(call).await {
            Ok(result) => result.map_err(ToolError::Failed),
            Err(stopped) => Err(stopped.tool_error(tool())),
        }
    }

    fn guard(&self, code: PluginCode) -> Guard {
        self.guard_for(code, self.decl.list_limit())
    }

    fn guard_for(&self, code: PluginCode, timeout: Duration) -> Guard {
        Guard::new(self.owner, code, (self.decl.name, self.decl.line), timeout, &self.sink)
    }
}

fn failure(stopped: &Stopped) -> Failure {
    (stopped.kind(), stopped.to_string())
}

/// The source is a plugin's own type.
impl Drop for LiveSource {
    fn drop(&mut self) {
        if let Some(source) = lock(&self.source).take() {
            drop_watched(self.guard(PluginCode::Contribution).serial(), source);
        }
    }
}

impl fmt::Debug for LiveSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LiveSource").field(self.decl).field(&*lock(&self.list)).finish()
    }
}
