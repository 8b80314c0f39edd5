use super::fakes::{FakeHttp, FakeSessions, SentMessage, VisibleFakes};
use super::tool_source::KitToolSource;
use super::tools::Tools;
use crate::chain::{Accumulate, Fire, Fireable, Inmost};
use crate::cx::{Cancel, Cx, Identity, LogRecord, ScheduleEvent, ScheduleInfo};
use crate::error::{Error, Result};
use crate::fault::Fault;
use crate::live::{Plugins, Wiring};
use crate::model::Model;
use crate::pipeline::JsonSchemas;
use crate::plugin::{Card, CardDecl, ScheduleDecl, ToolError, ToolOutput, VerbDecl};
use crate::point::{HookPoint, Input, PointInfo, Wrap};
use crate::points::Reply;
use crate::trace::Trace;
use hookwire_text::suggest;
use serde_json::Value;
use std::sync::Arc;

/// Live plugins with fakes around them.
#[derive(Debug)]
pub struct Kit {
    plugins: Plugins,
    fakes: VisibleFakes,
    trace: Trace,
    wiring: Wiring,
    schemas: Arc<JsonSchemas>,
    cx: Cx,
}

impl Kit {
    pub(super) fn new(plugins: Plugins, fakes: VisibleFakes, identity: Identity, trace: Trace) -> Self {
        let wiring = plugins.wiring(&identity.agent, identity.role);
        let cx = plugins.cx(identity, Cancel::default(), Some(trace.clone()));
        Self { plugins, fakes, trace, wiring, schemas: Arc::default(), cx }
    }

    /// Fires a point at the plugins and returns what their hooks made.
    ///
    /// # Panics
    /// If none of the plugins has a hook there.
    #[track_caller]
    pub fn fire<'a, Point>(&'a self, event: Input<'a, Point::Itself>) -> Fire<'a, 'a, Point::Itself>
    where
        Point: Fireable,
    {
        self.assert_hooked(Point::Itself::INFO);
        self.wiring.fire::<Point::Itself>(event, &self.cx)
    }

    /// Fires a sync point.
    ///
    /// # Panics
    /// If none of the plugins has a hook there.
    #[track_caller]
    pub fn fire_now<'a, Point>(
        &'a self,
        event: Input<'a, Point>,
    ) -> <Point::Kind as Accumulate<Point>>::Outcome
    where
        Point: HookPoint,
        Point::Kind: Accumulate<Point>,
    {
        self.assert_hooked(Point::INFO);
        self.wiring.fire_now::<Point>(event, &self.cx)
    }

    /// Runs an operation inside the hooks of a wrap point.
    ///
    /// # Panics
    /// If none of the plugins has a hook there.
    pub async fn wrap<Point: HookPoint<Kind = Wrap>>(
        &self,
        request: Point::Event,
        operation: &Inmost<'_, Point>,
    ) -> Result<Point::Outcome> {
        self.assert_hooked(Point::INFO);
        self.wiring.wrap::<Point>(request, &self.cx, operation).await
    }

    /// A test that fires at nobody proves nothing; a plugin that is off, or not for this agent, still counts.
    #[track_caller]
    fn assert_hooked(&self, point: &PointInfo) {
        let plugins = self.plugins.registry().plugins();
        let hooks = || plugins.iter().flat_map(|plugin| plugin.hooks).map(|hook| hook.point.name);
        let hint = || suggest::hint(point.name, hooks());
        assert!(hooks().any(|name| name == point.name), "no plugin here hooks `{}`{}", point.name, hint());
    }

    /// Calls a tool, declared or of a source, as the host does: only with arguments that fit its schema.
    pub async fn tool(&self, name: &str, args: Value) -> Result<ToolOutput, ToolError> {
        self.tools().call(name, args).await
    }

    /// Returns the schema of a tool's arguments, as the model sees it.
    ///
    /// # Panics
    /// If no plugin has such a tool, or its schema cannot be used.
    pub fn tool_schema(&self, name: &str) -> Value {
        self.tools().declared(name).unwrap_or_else(|why| panic!("{why}")).schema
    }

    /// Returns a source of tools, to list and call them as the host does.
    ///
    /// # Panics
    /// If no plugin has such a source.
    #[track_caller]
    pub fn tool_source(&self, name: &str) -> KitToolSource<'_> {
        KitToolSource::new(self.tools(), &self.plugins, name)
    }

    fn tools(&self) -> Tools<'_> {
        Tools { wiring: &self.wiring, schemas: &self.schemas, cx: &self.cx }
    }

    /// Returns a kit of the same plugins for another one who asks.
    #[must_use]
    pub fn with_identity(&self, identity: Identity) -> Self {
        let (plugins, fakes) = (self.plugins.clone(), self.fakes.clone());
        Self::new(plugins, fakes, identity, self.trace.clone())
    }

    /// Runs a slash command, named with or without its slash.
    pub async fn command(&self, name: &str, args: &str) -> Result<Reply> {
        let name = name.trim_start_matches('/');
        let result = self.wiring.command(name, args, &self.cx).await;
        result.unwrap_or_else(|| {
            let known = self.wiring.commands().map(|(command, _)| format!("/{}", command.name));
            Err(unknown("command", &format!("/{name}"), known))
        })
    }

    /// Runs a verb of a plugin with arguments by their names, as the command line does.
    pub async fn verb(&self, plugin: &str, name: &str, args: Value) -> Result<Reply> {
        let result = self.wiring.verb(plugin, name, args, &self.cx).await;
        result.unwrap_or_else(|| {
            let verbs = self.wiring.contributions::<VerbDecl>().filter(|(_, owner)| owner.id == plugin);
            Err(unknown("verb", name, verbs.map(|(verb, _)| verb.name)))
        })
    }

    /// Fills a card, found by its title, as a page of the host does.
    pub async fn card(&self, title: &str) -> Result<Card> {
        let cards = || self.wiring.contributions::<CardDecl>().map(|(card, _)| card);
        match cards().find(|card| card.title == title) {
            Some(card) => {
                let filled = self.wiring.card(card.name, &self.cx).await;
                filled.unwrap_or_else(|| Err(unknown("card", title, cards().map(|card| card.title))))
            }
            None => Err(unknown("card", title, cards().map(|card| card.title))),
        }
    }

    /// Opens a model, as a profile that asks for `provider/name` does.
    pub async fn model(&self, provider: &str, name: &str) -> Result<Arc<dyn Model>> {
        let result = self.wiring.model(provider, name, &self.cx).await;
        result.unwrap_or_else(|| {
            Err(unknown("model provider", provider, self.wiring.models().map(|(model, _)| model.name)))
        })
    }

    /// Runs a method of a plugin that runs by the clock, as a host does when it is due.
    pub async fn run_scheduled(&self, plugin: &str, method: &str, event: ScheduleEvent) -> Result<()> {
        let wiring = self.plugins.wiring_of_all();
        let result = wiring.run_scheduled(plugin, method, event, &self.cx).await;
        result.unwrap_or_else(|| {
            let known = wiring.contributions::<ScheduleDecl>().map(|(decl, _)| decl.name);
            Err(unknown("method that runs by the clock", &ScheduleDecl::full_name(plugin, method), known))
        })
    }

    /// Returns the schedules that a plugin has made with `cx.schedule()`, the next one due first.
    pub fn schedules(&self, plugin: &str) -> Vec<ScheduleInfo> {
        self.fakes.schedules.of(plugin)
    }

    /// Returns what fired, in which order and with what result.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Delivers waiting faults to the `plugin.fault` hooks and returns them.
    pub async fn faults(&self) -> Vec<Fault> {
        self.plugins.flush_faults().await
    }

    /// Returns the names of the tasks of plugins that run, in the order they began, by the plugin's id.
    pub fn tasks(&self) -> Vec<String> {
        self.plugins.tasks().iter().map(|(_, task)| task.name().to_owned()).collect()
    }

    /// Waits until no task of a plugin runs; what goes wrong in one is among the [`faults`](Self::faults) then.
    pub async fn wait_for_tasks(&self) {
        while let Some((_, task)) = self.plugins.tasks().first() {
            task.wait().await;
        }
    }

    /// Returns what plugins have logged so far.
    pub fn logs(&self) -> Vec<LogRecord> {
        self.fakes.log.records()
    }

    /// Returns the sessions that plugins were given, with what they made of them.
    pub fn sessions(&self) -> &FakeSessions {
        &self.fakes.sessions
    }

    /// Returns the messages that plugins have sent so far.
    pub fn sent(&self) -> Vec<SentMessage> {
        self.fakes.outbox.sent()
    }

    /// Returns the HTTP that plugins use, with what they have sent.
    pub fn http(&self) -> &FakeHttp {
        &self.fakes.http
    }

    /// Returns the context that hooks are given.
    pub fn cx(&self) -> &Cx {
        &self.cx
    }

    /// Returns the context that the code of a plugin is given.
    ///
    /// # Panics
    /// If there is no such plugin.
    #[track_caller]
    pub fn cx_of(&self, plugin: &str) -> Cx {
        let plugins = self.plugins.registry().plugins();
        let Some(found) = self.plugins.registry().plugin(plugin) else {
            panic!("{}", suggest::unknown("plugin", plugin, plugins.iter().map(|it| it.id)));
        };
        self.cx.for_plugin(&found.permissions)
    }

    /// Returns the live set, to switch plugins on and off.
    pub fn plugins(&self) -> &Plugins {
        &self.plugins
    }

    /// Takes the wiring anew, as a new request does.
    pub fn renew(&mut self) {
        let identity = self.cx.identity().clone();
        *self = self.with_identity(identity);
    }
}

fn unknown(what: &str, name: &str, known: impl Iterator<Item: AsRef<str>>) -> Error {
    let known: Vec<_> = known.collect();
    Error::msg(suggest::unknown(what, name, known.iter().map(AsRef::as_ref)))
}
