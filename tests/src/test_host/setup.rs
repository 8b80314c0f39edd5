use super::log::Log;
use super::{Probe, TestHost, Tools};
use futures_util::future::BoxFuture;
use hookwire::plugin::{Manifest, Plugin};
use hookwire::point::{Answer, Collect, Edit, Gate, Wrap};
use hookwire::{Cx, HookPoint, Next, Registry, Result, Verdict};
use hookwire_host::config::{Config, Sources};
use hookwire_host::engine::store::{Memory, Store};
use std::any::Any;
use std::collections::HashMap;
use std::fmt;
use std::fmt::Write;
use std::fs;
use std::sync::Arc;
use uuid::Uuid;

type Event<P> = <P as HookPoint>::Event;
type Outcome<P> = <P as HookPoint>::Outcome;
type Editing<P> = Box<dyn Fn(&mut Event<P>, &Cx) -> Result<()> + Send + Sync>;
type Looking<P, T> = Box<dyn Fn(&Event<P>, &Cx) -> T + Send + Sync>;
type Wrapping<P> =
    Box<dyn for<'a> Fn(Event<P>, Next<'a, P>) -> BoxFuture<'a, Result<Outcome<P>>> + Send + Sync>;

/// What the probe is to do, by point.
#[derive(Default)]
pub(super) struct ProbeHooks(HashMap<&'static str, Box<dyn Any + Send + Sync>>);

impl fmt::Debug for ProbeHooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

impl ProbeHooks {
    fn at<P: HookPoint, S: 'static>(&self) -> Option<&S> {
        self.0.get(P::INFO.name)?.downcast_ref()
    }

    pub(super) fn edit<P: HookPoint>(&self, event: &mut P::Event, cx: &Cx) -> Result<()> {
        self.at::<P, Editing<P>>().map_or(Ok(()), |edit| edit(event, cx))
    }

    pub(super) fn gate<P: HookPoint>(&self, event: &P::Event, cx: &Cx) -> Verdict {
        self.at::<P, Looking<P, Verdict>>().map_or(Verdict::Allow, |gate| gate(event, cx))
    }

    pub(super) fn answer<P: HookPoint>(&self, event: &P::Event, cx: &Cx) -> Option<P::Outcome> {
        self.at::<P, Looking<P, Option<P::Outcome>>>().and_then(|answer| answer(event, cx))
    }

    pub(super) fn collect<P: HookPoint>(&self, event: &P::Event, cx: &Cx) -> Vec<P::Outcome> {
        self.at::<P, Looking<P, Vec<P::Outcome>>>().map_or_else(Vec::new, |collect| collect(event, cx))
    }

    pub(super) async fn wrap<P: HookPoint<Kind = Wrap>>(
        &self,
        request: P::Event,
        next: Next<'_, P>,
    ) -> Result<P::Outcome> {
        match self.at::<P, Wrapping<P>>() {
            Some(wrap) => wrap(request, next).await,
            None => next.run(request).await,
        }
    }
}

/// What a [`TestHost`] is made of.
#[derive(Debug)]
pub struct Setup {
    script: String,
    config: String,
    plugins: Vec<&'static Manifest>,
    probe_hooks: ProbeHooks,
    store: Arc<dyn Store>,
}

impl Setup {
    /// Begins with what the scripted model plays.
    pub fn new(script: &str) -> Self {
        Self {
            script: script.to_owned(),
            config: String::new(),
            plugins: vec![Probe::MANIFEST, Tools::MANIFEST],
            probe_hooks: ProbeHooks::default(),
            store: Arc::new(Memory::default()),
        }
    }

    /// Adds to the host's configuration.
    #[must_use]
    pub fn config(mut self, toml: &str) -> Self {
        self.config.push_str(toml);
        self.config.push('\n');
        self
    }

    /// Adds a plugin.
    #[must_use]
    pub fn plugin<P: Plugin>(mut self) -> Self {
        self.plugins.push(P::MANIFEST);
        self
    }

    /// Keeps things elsewhere.
    #[must_use]
    pub fn store(mut self, store: &Arc<dyn Store>) -> Self {
        self.store = Arc::clone(store);
        self
    }

    /// Has the probe edit what passes a point.
    #[must_use]
    pub fn edit<P: HookPoint<Kind = Edit>>(
        self,
        edit: impl Fn(&mut P::Event, &Cx) -> Result<()> + Send + Sync + 'static,
    ) -> Self {
        self.with::<P>(Box::new(edit) as Editing<P>)
    }

    /// Has the probe judge.
    #[must_use]
    pub fn gate<P: HookPoint<Kind = Gate>>(
        self,
        gate: impl Fn(&P::Event, &Cx) -> Verdict + Send + Sync + 'static,
    ) -> Self {
        self.with::<P>(Box::new(gate) as Looking<P, Verdict>)
    }

    /// Has the probe answer.
    #[must_use]
    pub fn answer<P: HookPoint<Kind = Answer>>(
        self,
        answer: impl Fn(&P::Event, &Cx) -> Option<P::Outcome> + Send + Sync + 'static,
    ) -> Self {
        self.with::<P>(Box::new(answer) as Looking<P, Option<P::Outcome>>)
    }

    /// Has the probe add items.
    #[must_use]
    pub fn collect<P: HookPoint<Kind = Collect>>(
        self,
        collect: impl Fn(&P::Event, &Cx) -> Vec<P::Outcome> + Send + Sync + 'static,
    ) -> Self {
        self.with::<P>(Box::new(collect) as Looking<P, Vec<P::Outcome>>)
    }

    /// Has the probe stand around an operation.
    #[must_use]
    pub fn wrap<P: HookPoint<Kind = Wrap>>(
        self,
        wrap: impl for<'a> Fn(P::Event, Next<'a, P>) -> BoxFuture<'a, Result<P::Outcome>> + Send + Sync + 'static,
    ) -> Self {
        self.with::<P>(Box::new(wrap) as Wrapping<P>)
    }

    fn with<P: HookPoint>(mut self, hook: impl Any + Send + Sync) -> Self {
        self.probe_hooks.0.insert(P::INFO.name, Box::new(hook));
        self
    }

    /// Starts the host.
    ///
    /// # Panics
    /// If it does not start.
    pub async fn start(self) -> TestHost {
        let id = Uuid::now_v7().to_string();
        let folder = std::env::temp_dir().join(format!("hookwire-host-{id}"));
        fs::create_dir_all(&folder).expect("a folder for the host");
        let (script, file) = (folder.join("script.toml"), folder.join("hookwire.toml"));
        fs::write(&script, &self.script).expect("the script is written");
        let mut config = format!("script = {:?}\n{}", script.display().to_string(), self.config);
        for plugin in ["probe", "tools"] {
            let _ = write!(config, "[plugins.{plugin}]\nhost = {id:?}\n");
        }
        fs::write(&file, config).expect("the configuration is written");
        let registry = Registry::of(&self.plugins).expect("the plugins fit together");
        let sources = Sources { file: Some(file), ..Sources::default() };
        let config = Config::load(&sources, &registry).unwrap_or_else(|error| panic!("{error}"));
        let log = Log::open(&id, self.probe_hooks);
        let host = hookwire_host::start(registry, &config, Arc::clone(&self.store)).await;
        let host = host.unwrap_or_else(|error| panic!("{error}"));
        TestHost { host: Some(host), log, store: self.store, folder }
    }
}
