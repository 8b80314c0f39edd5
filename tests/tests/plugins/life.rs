//! How plugins come to life, are switched on and off, and end.

use futures_util::future::pending;
use hookwire::cx::{Cancel, Identity, LogRecord, Services};
use hookwire::live::{Plugins, Settings, StartError, Status, SwitchError};
use hookwire::plugin::{Manifest, Plugin};
use hookwire::point::HookPolicyOverride;
use hookwire::points::{MessageReceived, ToolCall, ToolGate, TurnPersisted};
use hookwire::test::{FakeLog, Kit, SetupError};
use hookwire::{Cx, Error, Registry, Result, Role, Verdict, plugin};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use std::panic::panic_any;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, sleep};

/// How a plugin of this file is to behave in its turns: `fail`, `panic`, `bomb`, `hang`, or well.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Temper {
    init: String,
    start: String,
    stop: String,
    greeting: String,
}

async fn behave(how: &str) -> Result<()> {
    match how {
        "fail" => return Err(Error::msg("as it was told")),
        "panic" => panic!("as it was told"),
        "bomb" => panic_any(Bomb),
        "hang" => {
            let _bomb = Bomb;
            pending::<()>().await;
        }
        _ => {}
    }
    Ok(())
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("when it was dropped");
    }
}

/// A plugin that behaves as its configuration says, with a hook, a tool and a command.
macro_rules! moody {
    ($name:ident, $id:literal, $tool:literal, $command:literal) => {
        #[derive(Debug)]
        struct $name(Temper);

        #[plugin(id = $id)]
        impl $name {
            #[init]
            async fn new(temper: Temper, cx: &Cx) -> Result<Self> {
                behave(&temper.init).await?;
                cx.info(concat!("init ", $id));
                Ok(Self(temper))
            }

            #[start]
            async fn start(&self, cx: &Cx) -> Result<()> {
                behave(&self.0.start).await?;
                cx.info(concat!("start ", $id));
                Ok(())
            }

            #[stop]
            async fn stop(&self, cx: &Cx) -> Result<()> {
                cx.info(concat!("stop ", $id));
                behave(&self.0.stop).await
            }

            #[hook("message.received")]
            fn received(&self, _: &MessageReceived, cx: &Cx) {
                cx.info(format!("{} {}", $id, self.0.greeting));
            }

            /// Answers.
            #[tool(name = $tool)]
            fn tool(&self) -> &'static str {
                $id
            }

            #[command($command)]
            fn command(&self) -> &'static str {
                $id
            }
        }
    };
}

moody!(First, "a-first", "tool_a", "/a");
moody!(Second, "b-second", "tool_b", "/b");
moody!(Third, "c-third", "tool_c", "/c");

/// Guards tools, if it comes to life.
#[derive(Debug)]
struct Guard;

#[plugin(id = "b-guard")]
impl Guard {
    #[init]
    async fn new(temper: Temper) -> Result<Self> {
        behave(&temper.init).await?;
        Ok(Self)
    }

    #[hook("tool.gate")]
    fn guard(&self, _: &ToolCall) -> Verdict {
        Verdict::deny("nothing passes")
    }
}

const MOODY: [&Manifest; 3] = [First::MANIFEST, Second::MANIFEST, Third::MANIFEST];

/// What the tests look at.
struct Life {
    plugins: Plugins,
    log: Arc<FakeLog>,
}

/// Starts plugins with a section for one of them.
async fn start(
    plugins: &[&'static Manifest],
    id: &str,
    section: Value,
) -> (Result<Plugins, StartError>, Arc<FakeLog>) {
    let mut settings = Settings::default();
    settings.sections.insert(id.into(), section.into());
    begin(plugins, settings).await
}

/// Returns services that are a log and nothing else.
fn logging(log: &Arc<FakeLog>) -> Services {
    let mut services = Services::none();
    services.log = Some(Arc::clone(log) as _);
    services
}

async fn begin(
    plugins: &[&'static Manifest],
    settings: Settings,
) -> (Result<Plugins, StartError>, Arc<FakeLog>) {
    let log = Arc::new(FakeLog::default());
    let builder = Plugins::of(Registry::of(plugins).unwrap()).settings(settings).services(logging(&log));
    (builder.start().await, log)
}

impl Life {
    async fn of(plugins: &[&'static Manifest], id: &str, section: Value) -> Self {
        let (plugins, log) = start(plugins, id, section).await;
        Self { plugins: plugins.unwrap(), log }
    }

    fn cx(&self) -> Cx {
        self.plugins.cx(Identity::default(), Cancel::default(), None)
    }

    /// Makes a request of its own and returns who heard of it.
    async fn receive(&self) -> Vec<String> {
        let before = self.log.records().len();
        self.cx().fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
        self.log.records()[before..].iter().map(|record| record.plugin.to_owned()).collect()
    }

    /// The tools and commands that a new request has.
    fn offers(&self) -> (Vec<&'static str>, Vec<&'static str>) {
        let wiring = self.plugins.wiring("", Role::Agent);
        (
            wiring.tools().map(|(tool, _)| tool.name).collect(),
            wiring.commands().map(|(it, _)| it.name).collect(),
        )
    }

    fn status(&self, id: &str) -> Status {
        let status = self.plugins.status();
        status.into_iter().find(|(plugin, _)| *plugin == id).unwrap().1
    }
}

fn lines(log: &FakeLog) -> Vec<String> {
    log.records().into_iter().map(|LogRecord { message, .. }| message).collect()
}

// ===== Coming to life =====

#[tokio::test]
async fn init_is_given_the_typed_configuration_and_a_cx_of_the_plugin() {
    let life = Life::of(&MOODY, "b-second", json!({ "greeting": "says hello" })).await;
    let inits: Vec<_> = life.log.records().into_iter().map(|it| (it.plugin, it.message)).take(2).collect();
    assert_eq!(inits, [("a-first", "init a-first".to_owned()), ("b-second", "init b-second".to_owned())]);
    life.receive().await;
    assert_eq!(lines(&life.log)[6..], ["a-first ", "b-second says hello", "c-third "]);
}

#[tokio::test(start_paused = true)]
async fn a_plugin_that_does_not_come_to_life_is_off_alone_with_all_that_it_has() {
    let cases = [
        (json!({ "init": "fail" }), "its init failed: as it was told"),
        (json!({ "init": "panic" }), "its init panicked: as it was told"),
        (json!({ "init": "bomb" }), "its init panicked: a panic with a payload that is no text"),
        (json!({ "init": "hang" }), "its init took longer than 30s"),
        (json!({ "start": "fail" }), "its start failed: as it was told"),
        (json!({ "start": "panic" }), "its start panicked: as it was told"),
        (json!({ "start": "bomb" }), "its start panicked: a panic with a payload that is no text"),
        (json!({ "start": "hang" }), "its start took longer than 30s"),
        (json!({ "init": 7 }), "`plugins.b-second.init`: invalid type: integer `7`, expected a string"),
        (
            json!({ "strat": "" }),
            "`plugins.b-second.strat`: there is no setting `strat`; did you mean `start`?",
        ),
    ];
    for (section, why) in cases {
        let life = Life::of(&MOODY, "b-second", section).await;
        assert_eq!(life.status("b-second"), Status::Failed(why.into()));
        assert_eq!((life.status("a-first"), life.status("c-third")), (Status::Live, Status::Live), "{why}");
        assert_eq!(life.receive().await, ["a-first", "c-third"], "{why}");
        assert_eq!(life.offers(), (vec!["tool_a", "tool_c"], vec!["a", "c"]), "{why}");
        let wiring = life.plugins.wiring("", Role::Agent);
        assert!(wiring.tool("tool_b", json!({}), None, &life.cx()).await.is_none(), "{why}");
        assert!(wiring.command("b", "", &life.cx()).await.is_none(), "{why}");
    }
}

#[tokio::test]
async fn what_does_not_fit_in_a_section_is_told_with_its_path() {
    let life = Life::of(&MOODY, "b-second", json!({ "strat": "", "init": 7 })).await;
    let problems: Vec<_> = life.plugins.problems().iter().map(|problem| problem.path.join("/")).collect();
    assert_eq!(problems, ["plugins/b-second/strat", "plugins/b-second/init"]);
    let life = Life::of(&MOODY, "b-second", json!({})).await;
    assert_eq!(life.plugins.problems(), []);
}

#[tokio::test(start_paused = true)]
async fn without_its_gate_nothing_starts_and_what_has_started_is_stopped_in_reverse() {
    for how in ["fail", "panic", "hang"] {
        let plugins = [First::MANIFEST, Guard::MANIFEST, Third::MANIFEST];
        let (started, log) = start(&plugins, "b-guard", json!({ "init": how })).await;
        let error = started.unwrap_err();
        let StartError::Gate(down) = &error else { panic!("{error}") };
        assert_eq!((down.len(), down[0].plugin), (1, "b-guard"));
        let text = error.to_string();
        assert!(text.starts_with("`b-guard` did not start: its init "), "{text}");
        assert!(text.contains("; it owns a gate, so nothing would guard what it guards"), "{text}");
        assert!(text.ends_with("switch it off by name: disabled = [\"b-guard\"]"), "{text}");
        let lines = lines(&log);
        let stops: Vec<_> = lines.iter().filter(|line| line.starts_with("stop")).collect();
        assert_eq!(stops, ["stop c-third", "stop a-first"], "{how}");
    }
}

#[tokio::test]
async fn a_gate_that_is_switched_off_by_name_does_not_hold_the_others_up() {
    let mut settings = Settings::default();
    settings.disabled.insert("b-guard".into());
    settings.sections.insert("b-guard".into(), json!({ "init": "fail" }).into());
    let (plugins, _) = begin(&[First::MANIFEST, Guard::MANIFEST], settings).await;
    let plugins = plugins.unwrap();
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    assert!(cx.fire::<ToolGate>(&ToolCall::new("run", json!({}))).await.unwrap().is_allowed());
}

#[tokio::test]
async fn settings_for_plugins_and_hooks_that_do_not_exist_keep_all_from_starting() {
    let mut settings = Settings::default();
    settings.disabled.insert("a-fist".into());
    settings.sections.insert("nobody".into(), json!({}).into());
    settings.hooks.insert(("a-first".into(), "message.recieved".into()), HookPolicyOverride::default());
    let (started, log) = begin(&MOODY, settings).await;
    let text = started.unwrap_err().to_string();
    assert!(text.contains("`disabled`: there is no plugin `a-fist`; did you mean `a-first`?"), "{text}");
    assert!(text.contains("`plugins.nobody`: there is no plugin `nobody`; there are `a-first`, "), "{text}");
    assert!(
        text.contains("`a-first` has no hook at `message.recieved`; did you mean `message.received`?"),
        "{text}"
    );
    assert!(log.records().is_empty());
}

#[tokio::test]
async fn the_test_kit_says_which_plugin_did_not_start_and_why() {
    let setup = Kit::of::<First>().config("a-first", json!({ "start": "fail" }));
    let error = setup.try_start().await.unwrap_err();
    assert!(matches!(error, SetupError::Failed { plugin: "a-first", .. }), "{error}");
    assert_eq!(error.to_string(), "`a-first` did not start: its start failed: as it was told");
}

// ===== Ending =====

#[tokio::test]
async fn plugins_stop_in_the_reverse_order_of_their_start() {
    let life = Life::of(&MOODY, "b-second", json!({})).await;
    assert_eq!(life.plugins.stop().await, []);
    let lines = lines(&life.log);
    let turns = |word: &str| lines.iter().filter(|it| it.starts_with(word)).cloned().collect::<Vec<_>>();
    assert_eq!(turns("start"), ["start a-first", "start b-second", "start c-third"]);
    assert_eq!(turns("stop"), ["stop c-third", "stop b-second", "stop a-first"]);
    assert!(life.receive().await.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_plugin_that_does_not_stop_well_is_told_of_and_the_others_stop() {
    for (how, why) in [
        ("fail", "its stop failed: as it was told"),
        ("panic", "its stop panicked: as it was told"),
        ("hang", "its stop took longer than 30s"),
    ] {
        let life = Life::of(&MOODY, "b-second", json!({ "stop": how })).await;
        assert_eq!(life.plugins.stop().await, [("b-second", why.to_owned())]);
        assert!(lines(&life.log).ends_with(&["stop b-second".into(), "stop a-first".into()]));
    }
}

// ===== On and off =====

#[tokio::test]
async fn a_plugin_that_is_switched_off_and_on_is_gone_and_there_for_new_requests() {
    let life = Life::of(&MOODY, "b-second", json!({})).await;
    life.plugins.disable("b-second").await.unwrap();
    assert_eq!(life.status("b-second"), Status::Disabled);
    assert!(lines(&life.log).contains(&"stop b-second".into()));
    assert_eq!(life.receive().await, ["a-first", "c-third"]);
    assert_eq!(life.offers(), (vec!["tool_a", "tool_c"], vec!["a", "c"]));

    life.plugins.enable("b-second").await.unwrap();
    assert_eq!(life.status("b-second"), Status::Live);
    assert_eq!(life.receive().await, ["a-first", "b-second", "c-third"]);
    assert_eq!(life.offers().0, ["tool_a", "tool_b", "tool_c"]);
}

#[tokio::test]
async fn switching_on_what_is_on_or_off_what_is_off_does_nothing() {
    let life = Life::of(&MOODY, "b-second", json!({})).await;
    life.plugins.enable("b-second").await.unwrap();
    life.plugins.disable("b-second").await.unwrap();
    life.plugins.disable("b-second").await.unwrap();
    let lines = lines(&life.log);
    let count = |line: &str| lines.iter().filter(|it| *it == line).count();
    assert_eq!((count("init b-second"), count("stop b-second")), (1, 1));
}

#[tokio::test]
async fn a_plugin_that_cannot_be_switched_says_why() {
    let life = Life::of(&MOODY, "b-second", json!({ "init": "fail", "stop": "fail" })).await;
    let error = life.plugins.enable("b-second").await.unwrap_err();
    assert!(matches!(error, SwitchError::Failed { .. }));
    assert_eq!(error.to_string(), "`b-second` stays off: its init failed: as it was told");
    let error = life.plugins.disable("b-secnod").await.unwrap_err();
    assert_eq!(error.to_string(), "there is no plugin `b-secnod`; did you mean `b-second`?");

    let life = Life::of(&MOODY, "b-second", json!({ "stop": "fail" })).await;
    let error = life.plugins.disable("b-second").await.unwrap_err();
    assert_eq!(error.to_string(), "`b-second` is off, but its stop failed: as it was told");
    assert_eq!(life.receive().await, ["a-first", "c-third"]);
}

/// Waits in its first hook until it is told to go on.
struct Slow;

static GO_ON: Notify = Notify::const_new();

#[plugin(id = "slow")]
impl Slow {
    #[init]
    fn new() -> Self {
        Self
    }

    #[hook("message.received")]
    async fn wait(&self, _: &MessageReceived, cx: &Cx) {
        cx.info("waiting");
        GO_ON.notified().await;
        cx.info("went on");
    }

    #[hook("message.received")]
    fn then(&self, _: &MessageReceived, cx: &Cx) {
        cx.info("to the end");
    }
}

#[tokio::test]
async fn a_request_in_flight_finishes_on_the_chain_it_began_with() {
    let log = Arc::new(FakeLog::default());
    let plugins = Plugins::of(Registry::of(&[Slow::MANIFEST]).unwrap()).services(logging(&log));
    let plugins = plugins.start().await.unwrap();
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let request = tokio::spawn(async move {
        cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
        // The same request, later on.
        cx.fire::<TurnPersisted>(&TurnPersisted::new(1u64)).await.unwrap();
    });
    while log.records().is_empty() {
        tokio::task::yield_now().await;
    }
    plugins.disable("slow").await.unwrap();
    GO_ON.notify_one();
    request.await.unwrap();
    assert_eq!(lines(&log), ["waiting", "went on", "to the end"]);
}

#[tokio::test]
async fn a_request_keeps_its_wiring_to_its_end() {
    let life = Life::of(&MOODY, "b-second", json!({})).await;
    let cx = life.cx();
    life.plugins.disable("b-second").await.unwrap();
    assert_eq!(lines(&life.log).last().unwrap(), "stop b-second", "it is not waited for the request");
    let before = life.log.records().len();
    cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
    assert_eq!(life.log.records().len() - before, 3);
}

/// Keeps what it was given at its init, and fires with it when asked.
struct Keeper(Cx);

#[plugin(id = "a-keeper")]
impl Keeper {
    #[init]
    fn new(cx: &Cx) -> Self {
        Self(cx.clone())
    }

    #[command("/fire")]
    async fn fire(&self) -> Result<&'static str> {
        self.0.fire::<MessageReceived>(&MessageReceived::new("kept")).await?;
        Ok("fired")
    }
}

#[tokio::test]
async fn what_a_plugin_keeps_from_its_init_fires_at_plugins_that_came_later() {
    let life = Life::of(&[Keeper::MANIFEST, Second::MANIFEST, Third::MANIFEST], "b-second", json!({})).await;
    let fire = async || {
        let before = life.log.records().len();
        let wiring = life.plugins.wiring("", Role::Agent);
        wiring.command("fire", "", &life.cx()).await.unwrap().unwrap();
        life.log.records()[before..]
            .iter()
            .map(|it| it.plugin)
            .filter(|it| *it != "a-keeper")
            .collect::<Vec<_>>()
    };
    assert_eq!(fire().await, ["b-second", "c-third"]);
    life.plugins.disable("c-third").await.unwrap();
    assert_eq!(fire().await, ["b-second"]);
    life.plugins.enable("c-third").await.unwrap();
    assert_eq!(fire().await, ["b-second", "c-third"]);
}

/// Panics when its last owner lets it go.
struct Sore;

impl Drop for Sore {
    fn drop(&mut self) {
        panic!("the plugin itself panics when it is dropped");
    }
}

#[plugin(id = "sore")]
impl Sore {
    #[init]
    fn new() -> Self {
        Self
    }

    #[hook("message.received")]
    fn received(&self, _: &MessageReceived, cx: &Cx) {
        cx.info("sore");
    }
}

#[tokio::test]
async fn a_plugin_that_panics_when_it_is_dropped_harms_nobody_who_lets_it_go() {
    let life = Life::of(&[First::MANIFEST, Sore::MANIFEST], "a-first", json!({})).await;
    let in_flight = life.cx();
    life.plugins.disable("sore").await.unwrap();
    assert_eq!(life.receive().await, ["a-first"]);
    drop(in_flight);
    life.plugins.enable("sore").await.unwrap();
    assert_eq!(life.receive().await, ["a-first", "sore"]);
    life.plugins.disable("sore").await.unwrap();
    assert_eq!(life.status("sore"), Status::Disabled);
}

// ===== Where a plugin works =====

static ASKED: Mutex<Vec<(String, Role)>> = Mutex::new(Vec::new());

fn only_writers(agent: &str, role: Role) -> bool {
    ASKED.lock().unwrap().push((agent.to_owned(), role));
    agent == "writer" && role != Role::Member
}

/// Works for writers only.
#[derive(Default)]
struct Picky;

#[plugin(id = "picky", applies_to = only_writers)]
impl Picky {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived, cx: &Cx) {
        cx.info("picky");
    }

    /// Writes.
    #[tool]
    fn write(&self) {}

    #[command("/write")]
    fn write_command(&self) -> &'static str {
        "written"
    }
}

#[tokio::test]
async fn a_plugin_works_for_the_agents_and_roles_it_names_and_is_asked_once_for_each() {
    let life = Life::of(&[First::MANIFEST, Picky::MANIFEST], "a-first", json!({})).await;
    let cases = [
        ("writer", Role::Agent, true),
        ("writer", Role::Lead, true),
        ("writer", Role::Member, false),
        ("reader", Role::Agent, false),
    ];
    for _ in 0..3 {
        for (agent, role, applies) in cases {
            let before = life.log.records().len();
            let cx = life.plugins.cx(Identity::agent(agent, role), Cancel::default(), None);
            cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
            let heard: Vec<_> = life.log.records()[before..].iter().map(|it| it.plugin).collect();
            let expected: &[&str] = if applies { &["a-first", "picky"] } else { &["a-first"] };
            assert_eq!(heard, expected, "{agent} {role:?}");
            let wiring = life.plugins.wiring(agent, role);
            assert_eq!(wiring.tools().any(|(tool, _)| tool.name == "write"), applies, "{agent} {role:?}");
            assert_eq!(wiring.commands().any(|(it, _)| it.name == "write"), applies, "{agent} {role:?}");
        }
    }
    let asked = ASKED.lock().unwrap();
    for (agent, role, _) in cases {
        assert_eq!(asked.iter().filter(|(a, r)| a == agent && *r == role).count(), 1, "{agent} {role:?}");
    }
}

fn cannot_say(agent: &str, _: Role) -> bool {
    match agent {
        "bomb" => panic_any(Bomb),
        _ => panic!("cannot say"),
    }
}

/// Guards, and cannot say where.
#[derive(Default)]
struct LostGuard;

#[plugin(id = "lost-guard", applies_to = cannot_say)]
impl LostGuard {
    #[hook("tool.gate")]
    fn guard(&self, _: &ToolCall) -> Verdict {
        Verdict::deny("lost, but on guard")
    }
}

/// Listens, and cannot say where.
#[derive(Default)]
struct LostListener;

#[plugin(id = "lost-listener", applies_to = cannot_say)]
impl LostListener {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived, cx: &Cx) {
        cx.info("lost");
    }
}

#[tokio::test]
async fn if_applies_to_panics_a_plugin_with_a_closed_hook_applies_and_another_does_not() {
    let life =
        Life::of(&[First::MANIFEST, LostGuard::MANIFEST, LostListener::MANIFEST], "a-first", json!({})).await;
    for agent in ["any", "bomb"] {
        let cx = life.plugins.cx(Identity::agent(agent, Role::Agent), Cancel::default(), None);
        assert!(cx.fire::<ToolGate>(&ToolCall::new("run", json!({}))).await.unwrap().is_denied(), "{agent}");
        let before = life.log.records().len();
        cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
        let heard: Vec<_> = life.log.records()[before..].iter().map(|it| it.plugin).collect();
        assert_eq!(heard, ["a-first"], "{agent}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_start_that_takes_its_time_is_waited_for() {
    /// Needs a while.
    struct Lazy;

    #[plugin(id = "lazy")]
    impl Lazy {
        #[init]
        async fn new() -> Self {
            sleep(Duration::from_secs(20)).await;
            Self
        }

        #[hook("message.received")]
        fn received(&self, _: &MessageReceived) {}
    }

    let start = Instant::now();
    Kit::of::<Lazy>().start().await;
    assert_eq!(start.elapsed().as_secs(), 20);
}

// ===== Beginnings and ends =====

static LOG: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn note(line: &str) {
    LOG.lock().unwrap().push(line.to_owned());
}

#[derive(Default)]
struct Alpha;

#[plugin(id = "alpha")]
impl Alpha {
    #[start]
    async fn start(&self, cx: &Cx) {
        let fired = cx.fire::<MessageReceived>(&MessageReceived::new("early")).await;
        note(&format!("alpha starts, {}", fired.unwrap_err()));
    }

    #[stop]
    async fn stop(&self) {
        note("alpha stops");
    }
}

struct Beta;

#[plugin(id = "beta")]
impl Beta {
    #[init]
    fn new() -> Self {
        note("beta is made");
        Self
    }

    #[start]
    fn start(&self) -> Result<()> {
        Err(Error::msg("beta cannot"))
    }

    #[stop]
    fn stop(&self) {
        note("beta stops");
    }
}

#[tokio::test]
async fn all_are_made_before_one_starts_and_what_did_not_start_is_not_stopped() {
    let registry = Registry::of(&[Alpha::MANIFEST, Beta::MANIFEST]).unwrap();
    let plugins = Plugins::of(registry).start().await.unwrap();
    plugins.stop().await;
    let log = LOG.lock().unwrap().clone();
    assert_eq!(log[0], "beta is made");
    assert!(
        log[1].starts_with("alpha starts, `message.received` cannot be fired: nothing is wired"),
        "{log:?}"
    );
    assert_eq!(&log[2..], ["alpha stops"]);

    // And without a plugin that is required nothing starts.
    let mut settings = Settings::default();
    settings.required.insert("beta".into());
    let registry = Registry::of(&[Beta::MANIFEST]).unwrap();
    let error = Plugins::of(registry).settings(settings).start().await.unwrap_err().to_string();
    assert_eq!(error, "`beta` did not start: its start failed: beta cannot; it is required");
}
