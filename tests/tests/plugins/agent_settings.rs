//! Settings of a plugin that hold for one agent: an instance of its own, with the plugin's whole life.

use futures_util::future::pending;
use hookwire::config::Section;
use hookwire::cx::{Cancel, Identity, LogRecord, Role, ScheduleEvent, Services};
use hookwire::live::{AgentPlugins, Plugins, ReconfigureError, Reconfigured, Settings, StartError, Status};
use hookwire::plugin::{Manifest, Plugin, SectionSet};
use hookwire::points::{MessageReceived, ToolCall};
use hookwire::test::{FakeLog, Kit, SetupError};
use hookwire::{Cx, Error, Registry, Result, Verdict, plugin};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::time::sleep;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Config {
    name: String,
    words: Vec<String>,
    bounds: Bounds,
    init: String,
    start: String,
    task: bool,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Bounds {
    most: u8,
    least: u8,
}

/// Says its name, and fails where it is told to.
#[derive(Debug)]
struct Speaker(Config);

impl Speaker {
    fn say(&self) -> String {
        let Config { name, words, bounds, .. } = &self.0;
        format!("{name} {} {}-{}", words.join("+"), bounds.least, bounds.most)
    }
}

#[plugin(id = "speaker")]
impl Speaker {
    #[init]
    fn new(config: Config, cx: &Cx) -> Result<Self> {
        if config.init == "fail" {
            return Err(Error::msg("as it was told"));
        }
        cx.info(format!("init {} for {:?}", config.name, cx.identity().agent));
        Ok(Self(config))
    }

    #[start]
    fn start(&self, cx: &Cx) -> Result<()> {
        if self.0.task {
            cx.spawn(format!("task of {}", self.0.name), pending())?;
        }
        if self.0.start == "fail" {
            return Err(Error::msg("as it was told"));
        }
        cx.info(format!("start {}", self.0.name));
        Ok(())
    }

    #[stop]
    fn stop(&self, cx: &Cx) {
        cx.info(format!("stop {}", self.0.name));
    }

    #[hook("message.received")]
    fn received(&self, _: &MessageReceived, cx: &Cx) {
        cx.info(format!("heard by {}", self.0.name));
    }

    /// Says what it has.
    #[tool]
    fn speak(&self) -> String {
        self.say()
    }

    /// Says what it has.
    #[command("/speak")]
    fn command(&self) -> String {
        self.say()
    }

    /// Says what it has.
    #[verb("speak")]
    fn verb(&self) -> String {
        self.say()
    }

    #[every("1h")]
    fn by_the_clock(&self, cx: &Cx) {
        cx.info(format!("clock of {}", self.0.name));
    }
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct GuardConfig {
    deny: Vec<String>,
    fail: bool,
}

/// Denies tools.
#[derive(Debug)]
struct Guard(GuardConfig);

#[plugin(id = "guard")]
impl Guard {
    #[init]
    fn new(config: GuardConfig) -> Result<Self> {
        if config.fail { Err(Error::msg("as it was told")) } else { Ok(Self(config)) }
    }

    #[hook("tool.gate")]
    fn judge(&self, call: &ToolCall) -> Verdict {
        if self.0.deny.contains(&call.tool) { Verdict::deny("not that") } else { Verdict::Allow }
    }
}

fn settings(plugin: &str, own: Value, agents: &[(&str, Value)]) -> Settings {
    let mut settings = Settings::default();
    settings.sections.insert(plugin.into(), own.into());
    for (agent, section) in agents {
        let it: &mut AgentPlugins = settings.agents.entry((*agent).to_owned()).or_default();
        it.sections.insert(plugin.into(), section.clone().into());
    }
    settings
}

fn builder(manifest: &'static Manifest, settings: Settings) -> hookwire::live::Builder {
    Plugins::of(Registry::of(&[manifest]).unwrap()).settings(settings)
}

struct Host {
    plugins: Plugins,
    log: Arc<FakeLog>,
    seen: Cell<usize>,
}

impl Host {
    async fn start(own: Value, agents: &[(&str, Value)]) -> Self {
        Self::with(settings("speaker", own, agents)).await
    }

    async fn with(settings: Settings) -> Self {
        let log = Arc::new(FakeLog::default());
        let mut services = Services::none();
        services.log = Some(Arc::clone(&log) as _);
        let plugins = builder(Speaker::MANIFEST, settings).services(services).start().await.unwrap();
        Self { plugins, log, seen: Cell::default() }
    }

    fn request(&self, agent: &str) -> Cx {
        let mut identity = Identity::default();
        agent.clone_into(&mut identity.agent);
        self.plugins.cx(identity, Cancel::default(), None)
    }

    /// What the tool says to an agent; nothing, where there is none.
    async fn speak(&self, agent: &str) -> String {
        let wiring = self.plugins.wiring(agent, Role::Agent);
        let said = wiring.tool("speak", json!({}), None, &self.request(agent)).await;
        said.map_or_else(String::new, |said| said.unwrap().text().clone())
    }

    async fn receive(&self, agent: &str) {
        self.request(agent).fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
    }

    /// What was logged since the last look.
    fn lines(&self) -> Vec<String> {
        let records = self.log.records();
        let new = records[self.seen.replace(records.len())..].iter();
        new.map(|LogRecord { message, .. }| message.clone()).collect()
    }

    fn tasks(&self) -> Vec<String> {
        self.plugins.tasks().iter().map(|(_, task)| task.name().to_owned()).collect()
    }
}

#[tokio::test]
async fn an_agent_has_an_instance_with_its_settings_over_those_of_the_plugin() {
    let own = json!({ "name": "own", "words": ["a", "b"], "bounds": { "least": 1, "most": 2 } });
    let support = json!({ "name": "support", "words": ["c"], "bounds": { "most": 9 } });
    let host = Host::start(own, &[("support", support)]).await;
    let made = ["init own for \"\"", "init support for \"support\"", "start own", "start support"];
    assert_eq!(host.lines(), made);
    assert_eq!(host.speak("support").await, "support c 1-9");
    assert_eq!(host.speak("other").await, "own a+b 1-2");
    host.receive("support").await;
    host.receive("other").await;
    assert_eq!(host.lines(), ["heard by support", "heard by own"]);
    host.plugins.stop().await;
    assert_eq!(host.lines(), ["stop support", "stop own"]);
}

#[tokio::test]
async fn what_belongs_to_no_agent_is_of_the_plugins_own_instance() {
    let host = Host::start(json!({ "name": "own" }), &[("support", json!({ "name": "support" }))]).await;
    let (cx, wiring) = (host.request("support"), host.plugins.wiring("support", Role::Agent));
    let command = wiring.command("speak", "", &cx).await.unwrap().unwrap();
    assert_eq!(command.text, "support  0-0");
    let verb = wiring.verb("speaker", "speak", json!({}), &cx).await.unwrap().unwrap();
    assert_eq!(verb.text, "own  0-0");
    assert_eq!(host.plugins.with_plugin::<Speaker, _>(|it| it.0.name.clone()).unwrap(), "own");
    host.lines();
    let cx = host.plugins.cx(Identity::default(), Cancel::default(), None);
    let event = ScheduleEvent::new("by_the_clock", SystemTime::UNIX_EPOCH, Value::Null);
    let wiring = host.plugins.wiring_of_all();
    wiring.run_scheduled("speaker", "by_the_clock", event, &cx).await.unwrap().unwrap();
    assert_eq!(host.lines(), ["clock of own"]);
}

#[tokio::test]
async fn a_plugin_that_fails_with_the_settings_of_an_agent_works_for_all_but_that_agent() {
    for (section, why) in [
        (
            json!({ "name": 3 }),
            "`agents.support.plugins.speaker.name`: invalid type: integer `3`, expected a string",
        ),
        (json!({ "init": "fail" }), "for the agent `support`: its init failed: as it was told"),
        (
            json!({ "start": "fail", "task": true }),
            "for the agent `support`: its start failed: as it was told",
        ),
    ] {
        let host = Host::start(json!({ "name": "own" }), &[("support", section)]).await;
        assert_eq!(host.plugins.status()[0].1, Status::Live);
        let failed = host.plugins.agent_instances();
        let failure = failed[0].failure.as_deref().unwrap();
        assert!(failure.contains(why), "{failure}");
        assert_eq!(
            (host.speak("support").await, host.speak("other").await),
            (String::new(), "own  0-0".into())
        );
        assert_eq!(host.tasks(), [""; 0]);
        let fixed = SectionSet::from(Section::from(json!({ "name": "own" })));
        assert_eq!(host.plugins.reconfigure_all("speaker", fixed).await.unwrap(), Reconfigured::Applied);
        assert_eq!(host.speak("support").await, "own  0-0");
        assert_eq!(host.plugins.agent_instances(), []);
    }
}

#[tokio::test]
async fn a_gate_that_fails_for_one_agent_keeps_everything_from_starting() {
    for (section, why) in [
        (json!({ "deny": "all" }), "agents.support.plugins.guard.deny"),
        (json!({ "fail": true }), "for the agent `support`: its init failed: as it was told"),
    ] {
        let settings = settings("guard", json!({}), &[("support", section)]);
        let error = builder(Guard::MANIFEST, settings).start().await.unwrap_err();
        let StartError::Gate(down) = &error else { panic!("{error}") };
        assert_eq!(down[0].plugin, "guard");
        assert!(down[0].why.contains(why), "{}", down[0].why);
    }
    let mut settings = settings("speaker", json!({}), &[("support", json!({ "init": "fail" }))]);
    settings.required.insert("speaker".into());
    let error = builder(Speaker::MANIFEST, settings).start().await.unwrap_err().to_string();
    assert!(error.contains("it is required"), "{error}");
}

#[tokio::test]
async fn a_plugin_that_is_switched_on_works_for_every_agent_or_stays_off() {
    let mut settings =
        settings("speaker", json!({ "name": "own" }), &[("support", json!({ "start": "fail" }))]);
    settings.disabled.insert("speaker".into());
    let host = Host::with(settings).await;
    let error = host.plugins.enable("speaker").await.unwrap_err().to_string();
    assert_eq!(error, "`speaker` stays off: for the agent `support`: its start failed: as it was told");
    assert_eq!((host.speak("support").await, host.speak("other").await), (String::new(), String::new()));
    assert_eq!(host.lines().last().unwrap(), "stop own");
}

#[tokio::test(start_paused = true)]
async fn new_settings_of_the_plugin_reach_the_agents_that_do_not_set_them_themselves() {
    let support = json!({ "name": "support" });
    let host = Host::start(json!({ "name": "old", "words": ["a"] }), &[("support", support)]).await;
    let request = host.request("support");
    host.lines();
    let section = json!({ "name": "new", "words": ["b"] });
    assert_eq!(host.plugins.reconfigure("speaker", section.into()).await.unwrap(), Reconfigured::Applied);
    assert_eq!(host.speak("support").await, "support b 0-0");
    assert_eq!(host.speak("other").await, "new b 0-0");
    host.lines();
    sleep(Duration::from_mins(1)).await;
    assert_eq!(host.lines(), [""; 0], "a request has one of the old instances");
    drop(request);
    sleep(Duration::from_secs(2)).await;
    assert_eq!(host.lines(), ["stop support", "stop old"]);
}

#[tokio::test]
async fn new_settings_that_fail_for_one_agent_change_nothing_for_anybody() {
    let host =
        Host::start(json!({ "name": "old", "task": true }), &[("support", json!({ "name": "support" }))])
            .await;
    assert_eq!(host.tasks(), ["task of old", "task of support"]);
    for (own, support, why) in [
        (json!({ "name": "new" }), json!({ "name": 3 }), "`agents.support.plugins.speaker.name`"),
        (
            json!({ "name": "new", "task": true }),
            json!({ "init": "fail" }),
            "for the agent `support`: its init failed",
        ),
        (
            json!({ "name": "new", "task": true }),
            json!({ "start": "fail" }),
            "for the agent `support`: its start failed",
        ),
    ] {
        let agents = BTreeMap::from([("support".to_owned(), support.into())]);
        let error = host
            .plugins
            .reconfigure_all("speaker", SectionSet { own: own.into(), agents, ..SectionSet::default() })
            .await
            .unwrap_err();
        let ReconfigureError::Kept { why: told, .. } = &error else { panic!("{error}") };
        assert!(told.starts_with(why), "{told}");
        assert_eq!(host.speak("support").await, "support  0-0");
        assert_eq!(host.speak("other").await, "old  0-0");
        assert_eq!(host.tasks(), ["task of old", "task of support"]);
    }
    assert!(host.lines().iter().any(|line| line == "stop new"), "what had started was stopped");
}

#[tokio::test]
async fn a_plugin_that_is_off_has_new_settings_of_agents_checked() {
    let host = Host::start(json!({}), &[]).await;
    host.plugins.disable("speaker").await.unwrap();
    let set = |support: Value| SectionSet {
        agents: BTreeMap::from([("support".to_owned(), support.into())]),
        ..SectionSet::default()
    };
    let error = host.plugins.reconfigure_all("speaker", set(json!({ "nmae": "x" }))).await.unwrap_err();
    let ReconfigureError::Kept { problems, .. } = error else { panic!("{error}") };
    assert_eq!(problems[0].path, ["agents", "support", "plugins", "speaker", "nmae"]);
    let outcome = host.plugins.reconfigure_all("speaker", set(json!({ "name": "support" }))).await;
    assert_eq!(outcome.unwrap(), Reconfigured::WhenEnabled);
    host.plugins.enable("speaker").await.unwrap();
    assert_eq!(host.speak("support").await, "support  0-0");
}

#[tokio::test]
async fn a_plugin_that_is_disabled_for_an_agent_works_for_the_others() {
    let mut settings =
        settings("speaker", json!({ "name": "own" }), &[("support", json!({ "init": "fail" }))]);
    settings.agents.entry("support".into()).or_default().disabled.insert("speaker".into());
    let host = Host::with(settings).await;
    assert_eq!((host.speak("support").await, host.speak("other").await), (String::new(), "own  0-0".into()));
    host.receive("support").await;
    assert_eq!(host.lines(), ["init own for \"\"", "start own"]);
}

#[test]
fn names_that_nothing_has_are_told_with_their_place() {
    let mut settings = settings("speakr", json!({}), &[("support", json!({}))]);
    settings.sections.clear();
    let support = settings.agents.get_mut("support").unwrap();
    support.disabled.extend(["spaeker".to_owned(), "speaker".to_owned()]);
    settings.required.insert("speaker".into());
    let registry = Registry::of(&[Speaker::MANIFEST]).unwrap();
    let told: Vec<_> = settings.check(&registry).iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "`agents.support.disabled`: there is no plugin `spaeker`; did you mean `speaker`?",
            "`agents.support.plugins.speakr`: there is no plugin `speakr`; did you mean `speaker`?",
            "`agents.support.disabled`: `speaker` is required and disabled for the agent `support`; take it out of one \
             of the two lists",
        ]
    );
}

#[test]
fn what_does_not_fit_is_told_once_where_it_stands() {
    let own = json!({ "bounds": { "most": 300 } });
    let agents = [("support", json!({ "nmae": "x" })), ("sales", json!({}))];
    let registry = Registry::of(&[Speaker::MANIFEST]).unwrap();
    let mut paths: Vec<_> = settings("speaker", own, &agents)
        .check_sections(&registry)
        .iter()
        .map(|problem| problem.path.join("."))
        .collect();
    paths.sort();
    assert_eq!(paths, ["agents.support.plugins.speaker.nmae", "plugins.speaker.bounds.most"]);
}

#[tokio::test]
async fn the_test_kit_is_the_agent_of_its_identity() {
    let kit = |section: Value| {
        let setup = Kit::of::<Speaker>().config("speaker", json!({ "name": "own" }));
        let mut identity = Identity::default();
        identity.agent = "support".into();
        setup.agent_config("support", "speaker", section).identity(identity)
    };
    let said = kit(json!({ "name": "support" })).start().await.tool("speak", json!({})).await.unwrap();
    assert_eq!(said.text(), "support  0-0");
    let error = kit(json!({ "init": "fail" })).try_start().await.unwrap_err();
    assert!(matches!(&error, SetupError::Failed { why, .. } if why.contains("`support`")), "{error}");
}
