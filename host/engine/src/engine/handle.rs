use super::shutdown;
use crate::background;
use crate::feed::Feed;
use crate::inbox::{self, CommandInfo, Incoming, SendError, Sent};
use crate::models::Models;
use crate::options::EngineOptions;
use crate::pages;
use crate::plugin_logs::PluginLogs;
use crate::plugin_routes;
use crate::plugin_settings::{self, PluginChanged, PluginEdit, PluginSettings, PluginSettingsError};
use crate::schedules::{self, NewSchedule, ScheduleError};
use crate::sessions;
use crate::state::EngineState;
use crate::store::{Answer, Owner, PluginChange, Resolution, Schedule, Scope, Session, Store, StoreError};
use crate::time::{Millis, now};
use crate::turn::HostServices;
use crate::verbs;
use hookwire::chain::WatchdogListener;
use hookwire::cx::{Cancel, Cx, Identity, RequestKind};
use hookwire::live::{Reconfigured, Settings};
use hookwire::plugin::SectionSet;
use hookwire::point::Observe;
use hookwire::{HookPoint, Plugins, Reply};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;

/// The engine, which takes messages in and answers them; a handle that is cheap to clone.
#[derive(Debug, Clone)]
pub struct Engine {
    state: Arc<EngineState>,
}

impl Engine {
    /// Creates an engine; `services` must be those the plugins were started with.
    pub fn new(
        plugins: Plugins,
        options: EngineOptions,
        store: Arc<dyn Store>,
        models: Models,
        services: &HostServices,
    ) -> Self {
        let state = Arc::new(EngineState::new(plugins, options, store, models, services.shared().clone()));
        services.serve(&state);
        pages::warn_of_problems(&state);
        Self { state }
    }

    pub(super) fn state(&self) -> &EngineState {
        &self.state
    }

    /// Returns the plugins.
    pub fn plugins(&self) -> &Plugins {
        self.state.plugins()
    }

    /// Returns the options.
    pub fn options(&self) -> &EngineOptions {
        self.state.options()
    }

    /// Returns the store.
    pub fn store(&self) -> &Arc<dyn Store> {
        self.state.store()
    }

    /// Returns the logs of plugins, if the host has a data folder.
    pub fn plugin_logs(&self) -> Option<&Arc<PluginLogs>> {
        self.state.services().logs()
    }

    // ===== Messages =====

    /// Takes a message in; once this returns, the message will be answered, whatever happens to the process.
    pub async fn send(&self, incoming: Incoming) -> Result<Sent, SendError> {
        inbox::send(&self.state, incoming, || ()).await
    }

    /// Takes a message in like [`send`](Self::send), and calls `on_new` when a turn begins for it.
    ///
    /// `on_new` is also called if the caller is gone by then; it is dropped uncalled if no turn begins.
    pub async fn send_with(
        &self,
        incoming: Incoming,
        on_new: impl FnOnce() + Send + 'static,
    ) -> Result<Sent, SendError> {
        inbox::send(&self.state, incoming, on_new).await
    }

    /// Starts the turns of all messages that another process accepted and did not answer; returns how many.
    ///
    /// Call it before any door opens, so that new messages come behind those; schedules fire only after it, and are what
    /// the attributes of plugins' methods say.
    pub async fn resume(&self) -> Result<usize, StoreError> {
        schedules::prepare(&self.state).await?;
        inbox::resume_all(&self.state).await
    }

    /// Starts the turns of one session's messages that another process accepted and did not answer; returns how many.
    pub async fn resume_session(&self, session: &str) -> Result<usize, StoreError> {
        inbox::resume_session(&self.state, session).await
    }

    /// Returns every slash command of an agent.
    pub fn commands(&self, agent: &str) -> Vec<CommandInfo> {
        inbox::commands(&self.state, agent)
    }

    /// Returns the feed of a session by the feed's id, also one that ended a moment ago.
    pub fn feed(&self, session: &str, id: &str) -> Option<Feed> {
        self.state.feeds().by_id(session, id)
    }

    /// Returns the feeds of a session's messages that have no end yet, in the order they came.
    pub fn feeds_of_session(&self, session: &str) -> Vec<Feed> {
        self.state.feeds().of_session(session)
    }

    /// Runs a verb of a plugin for whoever runs the host; `None` if no live plugin of this id brings one of this name.
    pub async fn verb(
        &self,
        plugin: &str,
        name: &str,
        args: serde_json::Value,
    ) -> Option<hookwire::Result<Reply>> {
        verbs::run(&self.state, plugin, name, args).await
    }

    /// Returns the context of a request to the routes of a plugin, for its sender; `None` for one whom nobody knows. The pages
    /// of the host are under `mount`.
    pub fn route_cx(&self, sender: Option<&Owner>, mount: &str, cancel: Cancel) -> Cx {
        plugin_routes::cx(&self.state, sender, mount, cancel)
    }

    // ===== Sessions =====

    /// Returns a session, unless it belongs to another owner.
    pub async fn owned_session(&self, id: &str, owner: &Owner) -> Result<Option<Session>, StoreError> {
        sessions::owned(&self.state, id, owner).await
    }

    /// Closes a session on behalf of its owner; returns whether it was open.
    pub async fn close_session(&self, session: &Session) -> Result<bool, StoreError> {
        let identity = self.state.session_identity(RequestKind::Chat, session);
        let (state, id) = (Arc::clone(&self.state), session.id.clone());
        let cx = self.state.cx(identity, Cancel::default());
        let closed =
            self.state.watched().apart(async move { sessions::close(&state, &id, false, &cx).await });
        // Only its observers can keep it: the session is closed before they are told.
        closed.await.unwrap_or(Ok(true))
    }

    /// Cancels what runs and waits in a session; returns the number of messages.
    pub fn cancel(&self, session: &str) -> usize {
        sessions::cancel(&self.state, session)
    }

    /// Waits until all turns of a session have ended, and the observers of their ends too.
    pub async fn wait_until_session_idle(&self, session: &str) {
        sessions::wait_until_idle(&self.state, session).await;
    }

    // ===== Approvals =====

    /// Answers a pending approval.
    pub async fn answer(
        &self,
        id: &str,
        approve: bool,
        by: &str,
        scope: Scope,
    ) -> Result<Resolution, StoreError> {
        let answer = Answer { approve, by: by.to_owned(), scope, at: now() };
        self.state.approvals().answer(id, &answer).await
    }

    // ===== Settings of plugins =====

    /// Changes a plugin while the host runs, on behalf of somebody: its settings, or whether it is on.
    ///
    /// The change is checked and applied first, and then stored: it counts after a restart as well. If `expected` is given,
    /// it must be the version of the settings, of which [`plugin_settings`](Self::plugin_settings) tells.
    pub async fn change_plugin(
        &self,
        id: &str,
        edit: PluginEdit,
        expected: Option<u64>,
        by: &str,
    ) -> Result<PluginChanged, PluginSettingsError> {
        plugin_settings::change(&self.state, id, edit, expected, by).await
    }

    /// Returns the settings of a plugin, without secrets.
    pub async fn plugin_settings(&self, id: &str) -> Result<PluginSettings, PluginSettingsError> {
        plugin_settings::show(&self.state, id).await
    }

    /// Returns the changes of a plugin while hosts ran, the latest first.
    pub async fn plugin_history(
        &self,
        id: &str,
        limit: u32,
    ) -> Result<Vec<PluginChange>, PluginSettingsError> {
        plugin_settings::history(&self.state, id, limit).await
    }

    /// Makes a plugin anew with the settings it has.
    pub async fn reload_plugin(&self, id: &str) -> Result<Reconfigured, PluginSettingsError> {
        plugin_settings::reload(&self.state, id).await
    }

    /// Gives plugins the sections of a configuration that was read again, those of agents included; returns what became of each that differs.
    pub async fn reload_sections(
        &self,
        settings: &Settings,
    ) -> Vec<(&'static str, Result<Reconfigured, PluginSettingsError>)> {
        plugin_settings::reload_sections(&self.state, settings).await
    }

    /// Lets the hooks at observe points of all plugins run or not, on behalf of somebody, also after a restart.
    pub async fn switch_observers(&self, run: bool, by: &str) -> Result<PluginChange, PluginSettingsError> {
        plugin_settings::switch_observers(&self.state, run, by).await
    }

    /// Lets observers run or not as a configuration says that was read again; what was switched while a host ran stays.
    pub async fn reload_observers(&self, settings: &Settings) -> Result<(), PluginSettingsError> {
        plugin_settings::reload_observers(&self.state, !settings.without_observers).await
    }

    /// Sets the sections that plugins were started with.
    pub(crate) fn set_plugin_sections(&self, sections: BTreeMap<String, SectionSet>) {
        self.state.sections().replace(sections);
    }

    // ===== Schedules and background work =====

    /// Creates a schedule.
    pub async fn schedule(&self, wanted: NewSchedule) -> Result<Schedule, ScheduleError> {
        schedules::create(&self.state, wanted).await
    }

    /// Deletes a schedule; `None` if there is none with this id, or if it belongs to another owner.
    pub async fn unschedule(&self, id: &str, owner: &Owner) -> Result<Option<Schedule>, StoreError> {
        schedules::cancel(&self.state, id, owner).await
    }

    /// Fires all schedules that are due at `now`; returns for how many a message was sent or a method's run begun.
    pub async fn fire_schedules(&self, now: Millis) -> Result<usize, StoreError> {
        schedules::fire_due(&self.state, now).await
    }

    /// Ends the approvals and closes the sessions that have expired at `now`; returns the number of sessions.
    pub async fn sweep(&self, now: Millis) -> Result<usize, StoreError> {
        background::sweep(&self.state, now).await
    }

    /// Fires schedules and sweeps, for as long as it is polled; schedules only after [`resume`](Self::resume).
    pub async fn run_background(&self) {
        background::run_background(&self.state).await;
    }

    /// Watches whether this host still owns the store, and gives all work up when it does not.
    pub async fn watch_ownership(&self) {
        background::watch_ownership(&self.state).await;
    }

    // ===== Stop =====

    /// Takes no further message, and waits for those in flight until `grace` is over, counted from the first call.
    ///
    /// It does not wait for turns that wait for a human; those, and what is given up, go on with the next start. Returns
    /// whether nothing was given up.
    pub async fn finish(&self, grace: Duration) -> bool {
        shutdown::finish(&self.state, grace).await
    }

    /// Waits until no message is in flight, except those that wait for humans; observers of ended turns are waited for.
    pub async fn wait_until_idle(&self) {
        shutdown::wait_until_idle(&self.state).await;
    }

    /// Returns what code of plugins keeps threads of the runtime past its time, a text for each thread.
    pub fn stuck_threads(&self) -> Vec<String> {
        self.state.stuck_threads().all()
    }

    /// Returns whether plugins keep all threads of the current runtime but one, or that one too: the host should be restarted.
    pub fn is_starved(&self) -> bool {
        Handle::try_current().is_ok_and(|runtime| self.state.is_starved(&runtime))
    }

    /// Reacts to code of plugins that keeps a thread, until the listener is dropped.
    pub(crate) fn react_to_overruns(&self, runtime: Handle) -> WatchdogListener {
        background::react_to_overruns(&self.state, runtime)
    }

    /// Fires a point outside of requests on a task of its own; an error says why it was refused or given up.
    pub(crate) async fn notify_apart<P>(&self, event: P::Event) -> Result<(), String>
    where
        P: HookPoint<Kind = Observe>,
        P::Event: Send + Sync + 'static,
    {
        let state = Arc::clone(&self.state);
        let fired = self.state.watched().apart(async move {
            // A context that is kept would keep the instances of plugins that it was made with.
            let cx = state.plugins().cx(Identity::default(), Cancel::default(), None);
            let wiring = state.wiring(cx.identity());
            wiring.fire::<P>(&event, &cx).await.map_err(|refused| refused.to_string())
        });
        fired.await.unwrap_or_else(|written_off| Err(written_off.to_string()))
    }

    /// Returns whether the engine takes no further message.
    pub fn is_stopping(&self) -> bool {
        self.state.is_stopping()
    }

    /// Returns the number of messages that are being answered or wait for that.
    pub fn in_flight(&self) -> u32 {
        self.state.in_flight()
    }

    /// Returns whether another host owns the store now.
    pub fn is_ownership_lost(&self) -> bool {
        self.state.is_ownership_lost()
    }

    /// Waits until another host owns the store, and returns that as an error; this host should be stopped then.
    pub async fn ownership_lost(&self) -> StoreError {
        self.state.ownership_lost().await;
        StoreError::InUse { location: self.state.store().location(), pid: None }
    }
}
