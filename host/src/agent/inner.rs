use super::HostServices;
use super::feeds::Feeds;
use super::lanes::SessionQueues;
use crate::approvals::PendingApprovals;
use crate::config::Options;
use crate::models::Models;
use crate::options::EngineOptions;
use crate::store::{Millis, Store};
use crate::turn::Toolbox;
use hookwire::Plugins;
use hookwire::cx::{Cancel, Cx, Identity};
use hookwire::trace::Trace;
use std::fmt;
use std::ops::Deref;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, OnceLock};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::Instant;

/// The agent, for its doors; cheap to clone.
#[derive(Clone)]
pub struct Engine(Arc<EngineState>);

/// What all turns share.
#[allow(missing_debug_implementations, reason = "`Engine` shows it")]
pub struct EngineState {
    pub(crate) plugins: Plugins,
    pub(crate) options: EngineOptions,
    /// The options of everything; the doors read theirs here.
    root: Options,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) models: Models,
    pub(crate) tools: Toolbox,
    pub(crate) desk: PendingApprovals,
    pub(crate) lanes: SessionQueues,
    pub(crate) feeds: Feeds,
    pub(crate) turns: Arc<Semaphore>,
    /// How many messages are being answered or wait.
    pub(crate) open: watch::Sender<u32>,
    /// Whether all that another process left unanswered stands in its lane.
    pub(crate) resumed: AtomicBool,
    pub(crate) stopping: AtomicBool,
    /// When a host that stops gives up waiting.
    pub(crate) until: OnceLock<Instant>,
    /// Whether another host has the store.
    pub(crate) lost: watch::Sender<bool>,
    /// Told of each new schedule.
    pub(crate) scheduled: Notify,
}

impl Engine {
    /// Puts an agent together; `services` must be those the plugins were started with.
    pub fn new(
        plugins: Plugins,
        options: Options,
        store: Arc<dyn Store>,
        models: Models,
        services: &HostServices,
    ) -> Self {
        let turns = Arc::new(Semaphore::new(options.limits.turns.max(1) as usize));
        let inner = Arc::new(EngineState {
            desk: PendingApprovals::new(Arc::clone(&store), options.approvals.expire.millis()),
            plugins,
            options: options.engine(),
            root: options,
            store,
            models,
            tools: Toolbox::default(),
            lanes: SessionQueues::default(),
            feeds: Feeds::default(),
            turns,
            open: watch::Sender::new(0),
            resumed: AtomicBool::new(false),
            stopping: AtomicBool::new(false),
            until: OnceLock::new(),
            lost: watch::Sender::new(false),
            scheduled: Notify::new(),
        });
        services.serve(&inner);
        Self(inner)
    }

    pub(crate) fn inner(&self) -> &Arc<EngineState> {
        &self.0
    }

    /// Returns the plugins.
    pub fn plugins(&self) -> &Plugins {
        &self.0.plugins
    }

    /// Returns the settings.
    pub fn options(&self) -> &Options {
        &self.0.root
    }

    /// Returns the store.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.0.store
    }
}

impl Deref for Engine {
    type Target = EngineState;

    fn deref(&self) -> &EngineState {
        &self.0
    }
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine")
            .field("plugins", &self.0.plugins)
            .field("store", &self.0.store)
            .finish_non_exhaustive()
    }
}

impl EngineState {
    pub(crate) fn cx(&self, identity: Identity, cancel: Cancel, trace: Option<Trace>) -> Cx {
        self.plugins.cx(identity, cancel, trace)
    }
}

/// Returns the time.
pub(crate) fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
