use super::{Fakes, Inject};
use crate::chain::{Accumulate, Fault, Fire, Inmost, Lend};
use crate::config::Section;
use crate::cx::{Cancel, Cx, Identity, LogRecord};
use crate::error::{Error, Result};
use crate::live::{HookSettings, Plugins, Replacement, Settings, StartError, Wiring};
use crate::model::Model;
use crate::plugin::{Manifest, Plugin, Reply, ToolError, ToolOutput};
use crate::point::{HookPoint, Wrap};
use crate::registry::{Conflicts, Registry};
use crate::trace::Trace;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;

/// What a [`Kit`] is made of.
#[derive(Debug, Default)]
pub struct Setup {
    plugins: Vec<&'static Manifest>,
    absent: Vec<&'static str>,
    settings: Settings,
    identity: Identity,
    fakes: Fakes,
    injected: Vec<(String, &'static str, Replacement)>,
}

/// Why a [`Kit`] did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The plugins cannot live together.
    #[error(transparent)]
    Conflicts(#[from] Conflicts),
    /// The live set did not come to life.
    #[error(transparent)]
    Start(#[from] StartError),
    /// A plugin did not come to life.
    #[error("`{plugin}` did not start: {why}")]
    Failed {
        /// The plugin's id.
        plugin: &'static str,
        /// Why it did not.
        why: String,
    },
}

impl Setup {
    /// Adds a plugin.
    #[must_use]
    pub fn and<P: Plugin>(mut self) -> Self {
        self.plugins.push(P::MANIFEST);
        self
    }

    /// Lets plugins speak of one that is not here: `before = "id"` of a plugin that is tried alone.
    #[must_use]
    pub fn absent(mut self, plugin: &'static str) -> Self {
        self.absent.push(plugin);
        self
    }

    /// Configures a plugin, as its section of the file would.
    #[must_use]
    pub fn config(mut self, plugin: &str, section: Value) -> Self {
        self.settings.sections.insert(plugin.into(), Section::from(section));
        self
    }

    /// Decides about a plugin's hooks at `P`, as the operator would.
    #[must_use]
    pub fn hook<P: HookPoint>(mut self, plugin: &str, settings: HookSettings) -> Self {
        let key = (plugin.to_owned(), P::INFO.name.to_owned());
        self.settings.hooks.insert(key, settings);
        self
    }

    /// Sets an environment variable for `cx.env`, where others are not set. A [`Secret`](crate::Secret) of the
    /// configuration that is written `{ env = "NAME" }` reads the process's own.
    #[must_use]
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.fakes.env.insert(name.into(), value.into());
        self
    }

    /// Says where the host keeps things: `cx.data()`.
    #[must_use]
    pub fn data(mut self, folder: impl Into<PathBuf>) -> Self {
        self.fakes.data = Some(folder.into());
        self
    }

    /// Gives plugins a tool to call with `cx.tool`, in the place of the host's; an `Err` is its report.
    #[must_use]
    pub fn tool(
        mut self,
        name: &str,
        tool: impl Fn(Value) -> Result<String> + Send + Sync + 'static,
    ) -> Self {
        self.fakes.tools.insert(name.into(), Box::new(tool));
        self
    }

    /// Gives plugins a model to ask with `cx.model`, in the place of the host's.
    #[must_use]
    pub fn model(mut self, model: impl Model) -> Self {
        self.fakes.model = Some(Box::new(model));
        self
    }

    /// Says who asks, as which agent.
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.identity = identity;
        self
    }

    /// Makes a plugin's hooks at `P` fail.
    #[must_use]
    pub fn inject<P: HookPoint>(mut self, plugin: &str, how: Inject) -> Self {
        self.injected.push((plugin.to_owned(), P::INFO.name, how.at::<P>()));
        self
    }

    /// Starts the plugins.
    ///
    /// # Panics
    /// If one of them does not start; [`try_start`](Self::try_start) returns why.
    pub async fn start(self) -> Kit {
        match self.try_start().await {
            Ok(kit) => kit,
            Err(error) => panic!("{error}"),
        }
    }

    /// Starts the plugins, or says why one of them did not.
    pub async fn try_start(self) -> Result<Kit, SetupError> {
        let fakes = Arc::new(self.fakes);
        let registry = Registry::without(&self.plugins, &self.absent)?;
        let services: Arc<Fakes> = Arc::clone(&fakes);
        let mut builder = Plugins::of(registry).settings(self.settings).services(services);
        for (plugin, point, replacement) in self.injected {
            builder.replace(&plugin, point, replacement);
        }
        let plugins = builder.start().await?;
        for (plugin, status) in plugins.status() {
            if let crate::live::Status::Failed(why) = status {
                return Err(SetupError::Failed { plugin, why });
            }
        }
        Ok(Kit::new(plugins, fakes, self.identity, Trace::default()))
    }
}

/// Plugins that live, with fakes around them.
#[derive(Debug)]
pub struct Kit {
    plugins: Plugins,
    fakes: Arc<Fakes>,
    trace: Trace,
    wiring: Wiring,
    cx: Cx,
}

impl Kit {
    /// Begins with one plugin.
    #[allow(clippy::new_ret_no_self, reason = "it begins a setup")]
    pub fn of<P: Plugin>() -> Setup {
        Setup::default().and::<P>()
    }

    fn new(plugins: Plugins, fakes: Arc<Fakes>, identity: Identity, trace: Trace) -> Self {
        let wiring = plugins.wiring(&identity.agent, identity.role);
        let cx = plugins.cx(identity, Cancel::default(), Some(trace.clone()));
        Self { plugins, fakes, trace, wiring, cx }
    }

    /// Fires a point at the plugins and returns what their hooks made.
    pub fn fire<'a, P>(&'a self, event: impl Into<<P::Kind as Lend<P>>::Held<'a>>) -> Fire<'a, 'a, P>
    where
        P: HookPoint,
        P::Kind: Accumulate<P>,
    {
        self.wiring.fire::<P>(event, &self.cx)
    }

    /// Fires a sync point.
    pub fn fire_now<'a, P>(
        &'a self,
        event: impl Into<<P::Kind as Lend<P>>::Held<'a>>,
    ) -> <P::Kind as Accumulate<P>>::Outcome
    where
        P: HookPoint,
        P::Kind: Accumulate<P>,
    {
        self.wiring.fire_now::<P>(event, &self.cx)
    }

    /// Runs an operation inside the hooks of a wrap point.
    pub async fn wrap<P: HookPoint<Kind = Wrap>>(
        &self,
        request: P::Event,
        operation: &Inmost<'_, P>,
    ) -> Result<P::Outcome> {
        self.wiring.wrap::<P>(request, &self.cx, operation).await
    }

    /// Calls a tool.
    pub async fn tool(&self, name: &str, args: Value) -> Result<ToolOutput, ToolError> {
        let result = self.wiring.tool(name, args, None, &self.cx).await;
        result.unwrap_or_else(|| Err(ToolError::Failed(Error::msg(format!("there is no tool `{name}`")))))
    }

    /// Runs a slash command, named with or without its slash.
    pub async fn command(&self, name: &str, args: &str) -> Result<Reply> {
        let name = name.trim_start_matches('/');
        let result = self.wiring.command(name, args, &self.cx).await;
        result.unwrap_or_else(|| Err(Error::msg(format!("there is no command `/{name}`"))))
    }

    /// Opens a model, as a profile that asks for `provider/name` does.
    pub async fn model(&self, provider: &str, name: &str) -> Result<Arc<dyn Model>> {
        let result = self.wiring.model(provider, name, &self.cx).await;
        result.unwrap_or_else(|| Err(Error::msg(format!("there is no model provider `{provider}`"))))
    }

    /// Returns what fired, in which order and with what result.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Passes waiting faults to the `plugin.fault` hooks and returns them.
    pub async fn faults(&self) -> Vec<Fault> {
        self.plugins.settle().await
    }

    /// Returns what plugins have logged so far.
    pub fn logs(&self) -> Vec<LogRecord> {
        self.fakes.logs()
    }

    /// Returns the context that hooks are given.
    pub fn cx(&self) -> &Cx {
        &self.cx
    }

    /// Returns the live set, to switch plugins on and off.
    pub fn plugins(&self) -> &Plugins {
        &self.plugins
    }

    /// Takes the wiring anew, as a new request does.
    pub fn renew(&mut self) {
        let identity = self.cx.identity().clone();
        let (plugins, fakes) = (self.plugins.clone(), Arc::clone(&self.fakes));
        *self = Self::new(plugins, fakes, identity, self.trace.clone());
    }
}
