use super::in_flight::InFlight;
use super::plugin_sections::PluginSections;
use super::run_state::RunState;
use super::schedule_runs::ScheduleRuns;
use super::{InFlightGuard, SessionQueues};
use crate::approvals::PendingApprovals;
use crate::feed::{Feed, Feeds};
use crate::models::Models;
use crate::options::EngineOptions;
use crate::services::SharedServices;
use crate::store::Store;
use crate::stuck::{StuckThreads, WatchedWork};
use crate::tools::ToolCatalog;
use hookwire::Plugins;
use hookwire::cx::{Cancel, Cx, Identity};
use hookwire::live::Wiring;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::time::Instant;

/// The state of the engine: its parts, and how far it is between start and stop.
pub(crate) struct EngineState {
    plugins: Plugins,
    options: EngineOptions,
    store: Arc<dyn Store>,
    models: Models,
    services: SharedServices,
    tools: ToolCatalog,
    approvals: PendingApprovals,
    queues: SessionQueues,
    feeds: Feeds,
    turn_slots: Arc<Semaphore>,
    in_flight: InFlight,
    run_state: RunState,
    schedule_runs: ScheduleRuns,
    schedule_added: Notify,
    sections: PluginSections,
    watched: WatchedWork,
    stuck_threads: StuckThreads,
}

impl fmt::Debug for EngineState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EngineState")
            .field("plugins", &self.plugins)
            .field("store", &self.store)
            .finish_non_exhaustive()
    }
}

impl EngineState {
    /// Creates the state of an engine that has taken no message yet.
    pub(crate) fn new(
        plugins: Plugins,
        options: EngineOptions,
        store: Arc<dyn Store>,
        models: Models,
        services: SharedServices,
    ) -> Self {
        Self {
            turn_slots: Arc::new(Semaphore::new(options.limits.turns.max(1) as usize)),
            approvals: PendingApprovals::new(Arc::clone(&store), options.approvals.expire.millis()),
            plugins,
            options,
            store,
            models,
            services,
            tools: ToolCatalog::default(),
            queues: SessionQueues::default(),
            feeds: Feeds::default(),
            in_flight: InFlight::default(),
            run_state: RunState::default(),
            schedule_runs: ScheduleRuns::default(),
            schedule_added: Notify::new(),
            sections: PluginSections::default(),
            watched: WatchedWork::default(),
            stuck_threads: StuckThreads::default(),
        }
    }

    pub(crate) fn plugins(&self) -> &Plugins {
        &self.plugins
    }

    pub(crate) fn options(&self) -> &EngineOptions {
        &self.options
    }

    pub(crate) fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }

    pub(crate) fn models(&self) -> &Models {
        &self.models
    }

    /// Returns the services for plugins that are the same in every turn.
    pub(crate) fn services(&self) -> &SharedServices {
        &self.services
    }

    pub(crate) fn tools(&self) -> &ToolCatalog {
        &self.tools
    }

    /// Returns the sections of plugins in the configuration.
    pub(crate) fn sections(&self) -> &PluginSections {
        &self.sections
    }

    /// Returns the work that can be written off while a hook keeps its thread.
    pub(crate) fn watched(&self) -> &WatchedWork {
        &self.watched
    }

    /// Returns the threads that code of plugins keeps.
    pub(crate) fn stuck_threads(&self) -> &StuckThreads {
        &self.stuck_threads
    }

    /// Returns whether plugins keep all threads of the runtime but one, or that one too.
    pub(crate) fn is_starved(&self, runtime: &Handle) -> bool {
        let kept = self.stuck_threads.count();
        kept > 0 && kept + 1 >= runtime.metrics().num_workers()
    }

    pub(crate) fn approvals(&self) -> &PendingApprovals {
        &self.approvals
    }

    pub(crate) fn queues(&self) -> &SessionQueues {
        &self.queues
    }

    pub(crate) fn feeds(&self) -> &Feeds {
        &self.feeds
    }

    /// Returns the slots for turns that run at the same time (`limits.turns`).
    pub(crate) fn turn_slots(&self) -> &Arc<Semaphore> {
        &self.turn_slots
    }

    /// Creates the feed of a message.
    pub(crate) fn new_feed(&self) -> Feed {
        Feed::new(self.options.limits.abandoned.0)
    }

    /// Returns the chains for an identity.
    pub(crate) fn wiring(&self, identity: &Identity) -> Wiring {
        self.plugins.wiring(&identity.agent, identity.role)
    }

    /// Creates the context of an operation that is not part of a turn.
    pub(crate) fn cx(&self, identity: Identity, cancel: Cancel) -> Cx {
        self.plugins.cx(identity, cancel, None)
    }

    /// Counts a message as in flight until the guard is dropped.
    pub(crate) fn enter(&self) -> InFlightGuard {
        self.in_flight.enter()
    }

    /// Returns the number of messages in flight.
    pub(crate) fn in_flight(&self) -> u32 {
        self.in_flight.count()
    }

    /// Returns a receiver of the number of messages in flight.
    pub(crate) fn watch_in_flight(&self) -> watch::Receiver<u32> {
        self.in_flight.subscribe()
    }

    /// Returns whether no further message may be taken, as many as there are already.
    pub(crate) fn is_full(&self) -> bool {
        let limits = &self.options.limits;
        self.in_flight() >= limits.turns.saturating_add(limits.waiting)
    }

    /// Notes that every message another process left unanswered stands in its session's queue.
    pub(crate) fn set_resumed(&self) {
        self.run_state.set_resumed();
    }

    pub(crate) fn is_resumed(&self) -> bool {
        self.run_state.is_resumed()
    }

    /// Begins to stop: no further message is taken. Returns the deadline for turns, which only the first call sets.
    pub(crate) fn stop(&self, grace: Duration) -> Instant {
        self.run_state.stop(grace)
    }

    pub(crate) fn is_stopping(&self) -> bool {
        self.run_state.is_stopping()
    }

    /// Notes that another host owns the store now: what is open there is for that host to answer.
    pub(crate) fn lose_ownership(&self) {
        self.run_state.stop(Duration::ZERO);
        self.run_state.lose_ownership();
    }

    /// Notes that all work is cancelled, as another host owns the store.
    pub(crate) fn give_up(&self) {
        self.run_state.give_up();
    }

    pub(crate) fn is_ownership_lost(&self) -> bool {
        self.run_state.is_ownership_lost()
    }

    /// Waits until all work is cancelled, as another host owns the store.
    pub(crate) async fn ownership_lost(&self) {
        self.run_state.ownership_lost().await;
    }

    /// Returns the runs of plugins' methods by the clock.
    pub(crate) fn schedule_runs(&self) -> &ScheduleRuns {
        &self.schedule_runs
    }

    /// Wakes the background task, as there is a new schedule.
    pub(crate) fn notify_schedule_added(&self) {
        self.schedule_added.notify_one();
    }

    /// Waits until there is a new schedule.
    pub(crate) async fn schedule_added(&self) {
        self.schedule_added.notified().await;
    }
}
