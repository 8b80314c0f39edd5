use super::fakes::{
    FakeClock, FakeData, FakeDir, FakeEnv, FakeKv, FakeModels, FakeRender, FakeTools, HttpAnswer,
    VisibleFakes,
};
use super::inject::Inject;
use super::kit::Kit;
use super::loopback::Loopback;
use crate::config::Section;
use crate::cx::{HttpMethod, Identity, Services, SessionInfo};
use crate::error::Result;
use crate::live::{AgentInstance, Plugins, Replacement, Settings, StartError, Status};
use crate::model::Model;
use crate::plugin::{Isolation, Manifest, Plugin, Tier};
use crate::point::{HookPoint, HookPolicyOverride};
use crate::points::Message;
use crate::registry::{Conflicts, Registry};
use crate::remote::WorkerTier;
use crate::trace::Trace;
use hookwire_text::suggest;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::SystemTime;

/// The setup of a [`Kit`]: plugins, their settings, and fakes.
#[derive(Debug, Default)]
pub struct Setup {
    plugins: Vec<&'static Manifest>,
    absent: Vec<&'static str>,
    settings: Settings,
    workers: Option<Arc<dyn WorkerTier>>,
    identity: Identity,
    fakes: VisibleFakes,
    env: Arc<FakeEnv>,
    clock: Option<FakeClock>,
    data: Option<FakeData>,
    dir: DirSetup,
    tools: Arc<FakeTools>,
    models: Arc<FakeModels>,
    injected: Vec<(String, &'static str, Replacement)>,
}

/// Where plugins have their folders.
#[derive(Debug, Default)]
enum DirSetup {
    #[default]
    Temporary,
    Named(PathBuf),
    None,
}

/// The error of starting a [`Kit`].
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SetupError {
    /// The plugins are in conflict.
    #[error(transparent)]
    Conflicts(#[from] Conflicts),
    /// The live set did not start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// A fault is injected where there is no hook.
    #[error("nothing is injected: {0}")]
    Injected(String),
    /// A plugin did not start.
    #[error("`{plugin}` did not start: {why}")]
    Failed {
        /// The plugin's id.
        plugin: &'static str,
        /// The reason.
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

    /// Configures a plugin for one agent, as `[agents.<agent>.plugins.<plugin>]` of the file would: over its section, by an
    /// instance of its own. A kit is that agent by its [`identity`](Self::identity).
    #[must_use]
    pub fn agent_config(mut self, agent: &str, plugin: &str, section: Value) -> Self {
        let of_agent = self.settings.agents.entry(agent.into()).or_default();
        of_agent.sections.insert(plugin.into(), Section::from(section));
        self
    }

    /// Decides about a plugin's hooks at `P`, as the operator would.
    #[must_use]
    pub fn hook<Point: HookPoint>(mut self, plugin: &str, policy: HookPolicyOverride) -> Self {
        let key = (plugin.to_owned(), Point::INFO.name.to_owned());
        self.settings.hooks.insert(key, policy);
        self
    }

    /// Sets an environment variable for `cx.env`, where others are not set. A [`Secret`](crate::Secret) of the
    /// configuration that is written `{ env = "NAME" }` reads the process's own.
    #[must_use]
    pub fn env(self, name: &str, value: &str) -> Self {
        self.env.set(name, value);
        self
    }

    /// Sets the clock: `cx.now()`. With tokio's time paused it moves by `tokio::time::advance`, as time-outs do.
    ///
    /// ```
    /// # use hookwire::{plugin, test::Kit, Cx};
    /// # use std::time::{Duration, SystemTime};
    /// # #[derive(Default)]
    /// # struct Opening;
    /// # #[plugin(id = "opening")]
    /// # impl Opening {
    /// #     #[tool]
    /// #     /// Tells the seconds since 1970.
    /// #     fn seconds(&self, cx: &Cx) -> u64 {
    /// #         cx.now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |it| it.as_secs())
    /// #     }
    /// # }
    /// # #[tokio::main(flavor = "current_thread", start_paused = true)]
    /// # async fn main() {
    /// let kit = Kit::of::<Opening>().clock(SystemTime::UNIX_EPOCH + Duration::from_secs(50)).start().await;
    /// tokio::time::advance(Duration::from_secs(10)).await;
    /// assert_eq!(kit.tool("seconds", serde_json::json!({})).await.unwrap().text(), "60");
    /// # }
    /// ```
    #[must_use]
    pub fn clock(mut self, time: SystemTime) -> Self {
        self.clock = Some(FakeClock::new(time));
        self
    }

    /// Names the folder of the host's own files, which `cx.host_files_beneath()` keeps apart.
    #[must_use]
    pub fn data(mut self, folder: impl Into<PathBuf>) -> Self {
        self.data = Some(FakeData(folder.into()));
        self
    }

    /// Answers a request that plugins send with `cx.http`; several answers to one are given in turn, the last one again and
    /// again. A request without an answer fails. [`Kit::http`] has what was sent.
    #[must_use]
    pub fn http(self, method: HttpMethod, url: &str, answer: HttpAnswer) -> Self {
        self.fakes.http.add(method, url, answer);
        self
    }

    /// Names the folder in which plugins have theirs, `cx.dir()`, to be there after the test as well. Otherwise the folder
    /// is a temporary one.
    #[must_use]
    pub fn dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.dir = DirSetup::Named(folder.into());
        self
    }

    /// Keeps no files for plugins, as a host without a data folder.
    #[must_use]
    pub fn without_dir(mut self) -> Self {
        self.dir = DirSetup::None;
        self
    }

    /// Gives plugins a session to see with `cx.sessions()`, in the place of the host's.
    ///
    /// A caller sees those of the kit's identity; what plugins make of them shows by `kit.cx().sessions()`.
    #[must_use]
    pub fn session(self, info: SessionInfo, messages: impl IntoIterator<Item = Message>) -> Self {
        self.fakes.sessions.add(info, messages.into_iter().collect());
        self
    }

    /// Gives plugins a tool to call with `cx.tool`, in the place of the host's; an `Err` is its report.
    #[must_use]
    pub fn tool(self, name: &str, tool: impl Fn(Value) -> Result<String> + Send + Sync + 'static) -> Self {
        self.tools.add(name, tool);
        self
    }

    /// Gives plugins a model to ask with `cx.model`, in the place of the host's.
    #[must_use]
    pub fn model(self, model: impl Model) -> Self {
        self.models.set(model);
        self
    }

    /// Takes the identity of who asks, and the agent.
    #[must_use]
    pub fn identity(mut self, identity: Identity) -> Self {
        self.identity = identity;
        self
    }

    /// Makes a plugin's hooks at `P` fail.
    #[must_use]
    pub fn inject<Point: HookPoint>(mut self, plugin: &str, how: Inject) -> Self {
        self.injected.push((plugin.to_owned(), Point::INFO.name, how.at::<Point>()));
        self
    }

    /// Runs the plugins where `workers` makes their instances: in processes of a host, or in a [`Loopback`].
    #[must_use]
    pub fn workers(mut self, workers: impl WorkerTier + 'static) -> Self {
        self.workers = Some(Arc::new(workers));
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
        let registry = Registry::without(&self.plugins, &self.absent)?;
        for (plugin, point, _) in &self.injected {
            has_hook(&registry, plugin, point).map_err(SetupError::Injected)?;
        }
        let mut services = Services::none();
        services.log = Some(Arc::clone(&self.fakes.log) as _);
        services.env = Some(self.env);
        services.clock = self.clock.map(|clock| Arc::new(clock) as _);
        services.data = self.data.map(|data| Arc::new(data) as _);
        services.http = Some(Arc::clone(&self.fakes.http) as _);
        services.dir = match self.dir {
            DirSetup::Temporary => Some(Arc::new(FakeDir::default()) as _),
            DirSetup::Named(folder) => Some(Arc::new(FakeDir::new(folder)) as _),
            DirSetup::None => None,
        };
        services.kv = Some(Arc::new(FakeKv::default()));
        services.sessions = Some(Arc::clone(&self.fakes.sessions) as _);
        services.send = Some(Arc::clone(&self.fakes.outbox) as _);
        services.tools = Some(self.tools);
        services.models = Some(self.models);
        services.render = Some(Arc::new(FakeRender::new(registry.plugins())));
        services.schedules = Some(Arc::clone(&self.fakes.schedules) as _);
        let mut settings = self.settings;
        let workers = self.workers.or_else(loopback_if_asked);
        if workers.is_some() {
            let worker = || Isolation { tier: Some(Tier::Worker), ..Isolation::default() };
            settings.isolation = registry.plugins().iter().map(|it| (it.id.to_owned(), worker())).collect();
        }
        let mut builder = Plugins::of(registry).settings(settings).services(services);
        if let Some(workers) = workers {
            builder = builder.workers(workers);
        }
        for (plugin, point, replacement) in self.injected {
            builder.replace(&plugin, point, replacement);
        }
        let plugins = builder.start().await?;
        for (plugin, status) in plugins.status() {
            if let Status::Failed(why) = status {
                return Err(SetupError::Failed { plugin, why });
            }
        }
        for AgentInstance { plugin, failure, .. } in plugins.agent_instances() {
            if let Some(why) = failure {
                return Err(SetupError::Failed { plugin, why });
            }
        }
        Ok(Kit::new(plugins, self.fakes, self.identity, Trace::default()))
    }
}

/// Returns a loopback where the tests of plugins are run once more as if in workers: `HOOKWIRE_TEST_TIER=worker`.
fn loopback_if_asked() -> Option<Arc<dyn WorkerTier>> {
    let asked = std::env::var("HOOKWIRE_TEST_TIER").is_ok_and(|tier| tier == Tier::Worker.to_string());
    asked.then(|| Arc::new(Loopback) as _)
}

/// Makes sure that a plugin has a hook at a point.
fn has_hook(registry: &Registry, plugin: &str, point: &str) -> Result<(), String> {
    let Some(found) = registry.plugin(plugin) else {
        return Err(suggest::unknown("plugin", plugin, registry.plugins().iter().map(|it| it.id)));
    };
    let points = || found.hooks.iter().map(|hook| hook.point.name);
    if points().any(|name| name == point) {
        return Ok(());
    }
    Err(format!("`{plugin}` has no hook at `{point}`{}", suggest::hint(point, points())))
}

impl Kit {
    /// Begins with one plugin.
    #[allow(clippy::new_ret_no_self, reason = "it begins a setup")]
    pub fn of<P: Plugin>() -> Setup {
        Setup::default().and::<P>()
    }
}
