use super::guard::guard;
use super::settings::Settings;
use crate::chain::Breaker;
use crate::config::{Problem, Problems};
use crate::cx::Cx;
use crate::error::Result;
use crate::plugin::{HookDecl, InitError, Instance, Manifest, Tier};
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU32;
use std::time::Duration;

/// How long a plugin may take to come to life, and to end.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a plugin fares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase", tag = "status", content = "why")]
#[non_exhaustive]
pub enum Status {
    /// It runs.
    Live,
    /// The operator has switched it off.
    Disabled,
    /// It did not come to life.
    Failed(String),
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Live => f.write_str("live"),
            Self::Disabled => f.write_str("disabled"),
            Self::Failed(why) => write!(f, "failed: {why}"),
        }
    }
}

/// How many hooks are not well, by point.
#[derive(Default)]
pub(super) struct Unwell(HashMap<&'static str, Arc<AtomicU32>>);

impl Unwell {
    fn health(&mut self, hook: &HookDecl) -> Arc<Breaker> {
        let count = self.0.entry(hook.point.name).or_default();
        Arc::new(Breaker::new(Arc::clone(count)))
    }
}

/// One plugin of the live set.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) manifest: &'static Manifest,
    pub(super) status: Status,
    /// There while it is live.
    pub(super) instance: Option<Instance>,
    /// What of its section does not fit.
    pub(super) problems: Vec<Problem>,
    /// One for each of its hooks.
    pub(super) health: Vec<Arc<Breaker>>,
}

impl Member {
    pub(super) fn new(manifest: &'static Manifest, unwell: &mut Unwell) -> Self {
        Self {
            manifest,
            status: Status::Disabled,
            instance: None,
            problems: Vec::new(),
            health: manifest.hooks.iter().map(|hook| unwell.health(hook)).collect(),
        }
    }

    /// Brings it to life; if that fails, nothing of it is live.
    pub(super) async fn wake(&mut self, settings: &Settings, cx: &Cx) {
        self.make(settings, cx).await;
        self.start(cx).await;
    }

    /// Makes it, or says why not.
    pub(super) async fn make(&mut self, settings: &Settings, cx: &Cx) {
        if self.manifest.tier == Tier::Worker {
            tracing::warn!(
                plugin = self.manifest.id,
                "asks for a process of its own, which no host gives yet; it runs inline"
            );
        }
        self.problems.clear();
        self.health.iter().for_each(|health| health.recover());
        let made = match self.missing_env(cx) {
            Some(why) => Err(why),
            None => self.init(settings, cx).await,
        };
        match made {
            Ok(instance) => self.instance = Some(instance),
            Err(why) => self.status = Status::Failed(why),
        }
    }

    /// Says which of the variables it needs are not set.
    fn missing_env(&self, cx: &Cx) -> Option<String> {
        let missing = self.manifest.permissions.env.iter().filter(|env| !cx.has_env(env.name));
        let named = missing.map(|env| match env.description {
            "" => format!("`{}`", env.name),
            description => format!("`{}` ({description})", env.name),
        });
        let named: Vec<_> = named.collect();
        (!named.is_empty())
            .then(|| format!("it needs environment variables that are not set: {}", named.join(", ")))
    }

    async fn init(&mut self, settings: &Settings, cx: &Cx) -> Result<Instance, String> {
        let id = self.manifest.id;
        let section = settings.sections.get(id).cloned().unwrap_or_default();
        let init = async { (self.manifest.life.init)(section, cx.of(&self.manifest.permissions)).await };
        match guard(init, Some(PATIENCE)).await {
            Ok(Ok(instance)) => Ok(instance),
            Ok(Err(InitError::Config(Problems(problems)))) => {
                self.problems = problems.iter().map(|problem| under(id, problem)).collect();
                Err(Problems(self.problems.clone()).to_string())
            }
            Ok(Err(InitError::Failed(error))) => Err(format!("its init failed: {error}")),
            Err(stopped) => Err(format!("its init {stopped}")),
        }
    }

    /// Starts it, if it was made.
    pub(super) async fn start(&mut self, cx: &Cx) {
        let cx = cx.of(&self.manifest.permissions);
        let Some(instance) = &self.instance else {
            return;
        };
        let Some(start) = self.manifest.life.start else {
            self.status = Status::Live;
            return;
        };
        self.status = match guard(async { start(&**instance, &cx).await }, Some(PATIENCE)).await {
            Ok(Ok(())) => Status::Live,
            Ok(Err(error)) => Status::Failed(format!("its start failed: {error}")),
            Err(stopped) => Status::Failed(format!("its start {stopped}")),
        };
        if self.status != Status::Live {
            self.instance = None;
        }
    }

    /// Ends it; calls in flight keep the instance until they are done.
    pub(super) async fn rest(&mut self, cx: &Cx) -> Result<(), String> {
        if self.status == Status::Live {
            self.status = Status::Disabled;
        }
        // What is off is nobody's slow path.
        self.health.iter().for_each(|health| health.recover());
        let (Some(instance), Some(stop)) = (self.instance.take(), self.manifest.life.stop) else {
            return Ok(());
        };
        let cx = cx.of(&self.manifest.permissions);
        match guard(async { stop(&*instance, &cx).await }, Some(PATIENCE)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(format!("its stop failed: {error}")),
            Err(stopped) => Err(format!("its stop {stopped}")),
        }
    }
}

fn under(id: &str, problem: &Problem) -> Problem {
    let root = ["plugins".to_owned(), id.to_owned()];
    Problem {
        path: root.into_iter().chain(problem.path.iter().cloned()).collect(),
        message: problem.message.clone(),
    }
}
