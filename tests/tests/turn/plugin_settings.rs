//! Plugins are changed while the host runs, and stay changed.

use crate::faulty::Faulty;
use hookwire::config::Section;
use hookwire::live::{Reconfigured, Settings, Status};
use hookwire::plugin::{Isolation, Limits, Plugin, Tier};
use hookwire::points::ToolCall;
use hookwire::{Error, Registry, Result, Secret, Verdict, plugin};
use hookwire_host::engine::options::EngineOptions;
use hookwire_host::engine::store::{Memory, PluginChange, Store};
use hookwire_host::engine::{Host, PluginEdit, PluginSettingsError, StoppedPlugins};
use hookwire_tests::test_host::{Setup, TestHost};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Config {
    word: String,
    bounds: Bounds,
    key: Option<Secret>,
    fail: bool,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Bounds {
    most: u8,
}

/// Says its word.
#[derive(Debug)]
struct Parrot(Config);

#[plugin(id = "parrot")]
impl Parrot {
    #[init]
    fn new(config: Config) -> Result<Self> {
        if config.fail { Err(Error::msg("as it was told")) } else { Ok(Self(config)) }
    }

    /// Says the word.
    #[tool]
    fn say(&self) -> String {
        format!("{} {} {}", self.0.word, self.0.bounds.most, self.0.key.is_some())
    }
}

/// Lets nothing pass.
#[derive(Debug, Default)]
struct Guard;

#[plugin(id = "guard")]
impl Guard {
    #[hook("tool.gate")]
    fn deny(&self, _: &ToolCall) -> Verdict {
        Verdict::deny("nothing passes")
    }
}

const SCRIPT: &str = r#"
[[scenes]]
on = ""
steps = [{ calls = [{ tool = "say", args = {} }] }, { text = "{result}" }]"#;

const CONFIG: &str = "[plugins.parrot]\nword = \"file\"\nkey = \"planted\"\n";

fn setup(store: &Arc<dyn Store>) -> Setup {
    Setup::new(SCRIPT).plugin::<Parrot>().store(store).config(CONFIG)
}

async fn start() -> TestHost {
    setup(&memory()).start().await
}

fn memory() -> Arc<dyn Store> {
    Arc::new(Memory::default())
}

async fn say(host: &TestHost) -> String {
    host.send(TestHost::message("say")).await.unwrap().results().concat()
}

fn set(key: &str, value: Value) -> PluginEdit {
    let path = key.split('.').map(str::to_owned).collect();
    PluginEdit { set: vec![(path, value)], ..PluginEdit::default() }
}

fn unset(key: &str) -> PluginEdit {
    PluginEdit { unset: vec![key.split('.').map(str::to_owned).collect()], ..PluginEdit::default() }
}

fn enabled(enabled: bool) -> PluginEdit {
    PluginEdit { enabled: Some(enabled), ..PluginEdit::default() }
}

fn status(host: &TestHost, id: &str) -> Status {
    let status = host.agent().plugins().status();
    status.into_iter().find(|(plugin, _)| *plugin == id).unwrap().1
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_counts_at_once_and_after_a_restart() {
    let store = memory();
    let host = setup(&store).start().await;
    assert_eq!(say(&host).await, "file 0 true");
    let changed = host.agent().change_plugin("parrot", set("word", json!("set")), None, "ann").await.unwrap();
    assert_eq!((changed.outcome, changed.change.version), (Reconfigured::Applied, 1));
    host.agent().change_plugin("parrot", set("bounds.most", json!(7)), Some(1), "bob").await.unwrap();
    assert_eq!(say(&host).await, "set 7 true");
    host.stop().await;
    let host = setup(&store).start().await;
    assert_eq!(say(&host).await, "set 7 true");
    let history = host.agent().plugin_history("parrot", 10).await.unwrap();
    assert_eq!(history.iter().map(|it| (it.version, &*it.by)).collect::<Vec<_>>(), [(2, "bob"), (1, "ann")]);
    host.agent().change_plugin("parrot", unset("word"), None, "ann").await.unwrap();
    assert_eq!(say(&host).await, "file 7 true");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_does_not_fit_changes_nothing_and_is_not_stored() {
    let host = start().await;
    let cases = [
        (set("bounds.most", json!(300)), "`plugins.parrot.bounds.most`: invalid value: integer `300`"),
        (set("wrod", json!("x")), "there is no setting `wrod`; did you mean `word`?"),
        (set("fail", json!(true)), "its init failed: as it was told"),
        (set("", json!(1)), "a key of a setting is empty"),
        (unset("word"), "`word` of `parrot` was not set while a host ran"),
        (PluginEdit::default(), "there is nothing to change for `parrot`"),
    ];
    for (edit, why) in cases {
        let error = host.agent().change_plugin("parrot", edit, None, "ann").await.unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    assert_eq!(say(&host).await, "file 0 true");
    assert!(host.agent().plugin_history("parrot", 10).await.unwrap().is_empty());
    let error = host.agent().change_plugin("parot", set("word", json!("x")), None, "ann").await;
    assert_eq!(error.unwrap_err().to_string(), "there is no plugin `parot`; did you mean `parrot`?");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_writers_of_one_version_the_second_is_told() {
    let host = start().await;
    host.agent().change_plugin("parrot", set("word", json!("first")), Some(0), "ann").await.unwrap();
    let second = host.agent().change_plugin("parrot", set("word", json!("second")), Some(0), "bob").await;
    let error = second.unwrap_err();
    assert!(matches!(error, PluginSettingsError::Conflict { expected: 0, latest: 1, .. }), "{error}");
    assert_eq!(say(&host).await, "first 0 true");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_is_neither_stored_nor_shown() {
    let host = start().await;
    let error = host.agent().change_plugin("parrot", set("key", json!("planted")), None, "ann").await;
    let error = error.unwrap_err().to_string();
    assert_eq!(
        error,
        "`key` of `parrot` is or holds a secret, which is not stored: set it in the configuration file or in the environment"
    );
    host.agent().change_plugin("parrot", set("word", json!("set")), None, "ann").await.unwrap();
    let shown = host.agent().plugin_settings("parrot").await.unwrap();
    assert_eq!(shown.version, 1);
    assert_eq!(shown.values, json!({ "word": "set" }));
    assert_eq!(Value::Object(shown.changed), json!({ "word": "set" }));
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugin_that_is_switched_off_stays_off() {
    let store = memory();
    let host = setup(&store).start().await;
    host.agent().change_plugin("parrot", enabled(false), None, "ann").await.unwrap();
    assert_eq!(status(&host, "parrot"), Status::Disabled);
    host.stop().await;
    let host = setup(&store).start().await;
    assert_eq!(status(&host, "parrot"), Status::Disabled);
    let on = PluginEdit { enabled: Some(true), ..set("word", json!("back")) };
    let changed = host.agent().change_plugin("parrot", on, None, "ann").await.unwrap();
    assert_eq!(changed.outcome, Reconfigured::Applied);
    assert_eq!(say(&host).await, "back 0 true");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugin_that_is_off_in_the_configuration_can_be_switched_on_for_good() {
    let store = memory();
    let off = || setup(&store).config("").plugin::<Guard>();
    let host = off().start().await;
    host.agent().change_plugin("guard", enabled(false), None, "ann").await.unwrap();
    assert_eq!(say(&host).await, "file 0 true");
    host.agent().change_plugin("guard", enabled(true), None, "ann").await.unwrap();
    assert!(say(&host).await.contains("nothing passes"));
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_required_plugin_cannot_be_switched_off() {
    let host = Setup::new(SCRIPT).config("required = [\"parrot\"]").plugin::<Parrot>().start().await;
    let error = host.agent().change_plugin("parrot", enabled(false), None, "ann").await.unwrap_err();
    assert!(error.to_string().starts_with("`parrot` is required"), "{error}");
    assert_eq!(status(&host, "parrot"), Status::Live);
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugin_that_was_switched_off_and_is_required_later_is_on() {
    let store = memory();
    let host = setup(&store).start().await;
    host.agent().change_plugin("parrot", enabled(false), None, "ann").await.unwrap();
    host.stop().await;
    let required = || Setup::new(SCRIPT).config("required = [\"parrot\"]").plugin::<Parrot>().store(&store);
    let host = required().start().await;
    assert_eq!(status(&host, "parrot"), Status::Live);
    host.agent().change_plugin("parrot", enabled(true), None, "ann").await.unwrap();
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_cannot_be_stored_is_taken_back() {
    let (faulty, store) = Faulty::at(&[]);
    let host = setup(&store).start().await;
    faulty.fail(&["add_plugin_change"]);
    for edit in [set("word", json!("set")), enabled(false)] {
        let error = host.agent().change_plugin("parrot", edit, None, "ann").await.unwrap_err();
        assert!(matches!(error, PluginSettingsError::Store(_)), "{error}");
        assert_eq!(say(&host).await, "file 0 true");
    }
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_was_read_again_has_a_result_for_each_plugin_that_differs() {
    let host = start().await;
    host.agent().change_plugin("parrot", set("bounds.most", json!(7)), None, "ann").await.unwrap();
    let settings = |parrot: Value| {
        let mut settings = host.agent().plugins().settings().clone();
        settings.sections.insert("parrot".to_owned(), Section::from(parrot));
        settings
    };
    let same = json!({ "word": "file", "key": "planted" });
    assert!(host.agent().reload_sections(&settings(same)).await.is_empty());
    let results = host.agent().reload_sections(&settings(json!({ "word": "again" }))).await;
    assert!(matches!(results.as_slice(), [("parrot", Ok(Reconfigured::Applied))]), "{results:?}");
    assert_eq!(say(&host).await, "again 7 false");
    let results = host.agent().reload_sections(&settings(json!({ "word": 3 }))).await;
    let [("parrot", Err(error))] = results.as_slice() else { panic!("{results:?}") };
    assert!(
        error.to_string().starts_with("`parrot` keeps its old settings: `plugins.parrot.word`"),
        "{error}"
    );
    assert_eq!(say(&host).await, "again 7 false");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugin_is_made_anew() {
    let host = start().await;
    assert_eq!(host.agent().reload_plugin("parrot").await.unwrap(), Reconfigured::Applied);
    assert_eq!(say(&host).await, "file 0 true");
    host.stop().await;
}

fn limits(host: &TestHost) -> Isolation {
    let isolation = host.agent().plugins().isolation_of(Parrot::MANIFEST).unwrap();
    Isolation { tier: Some(isolation.chosen), limits: isolation.limits }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tier_and_limits_count_at_once_and_after_a_restart() {
    let store = memory();
    let host = setup(&store).config("tier = \"inline\"\nlimits.descriptors = 9\n").start().await;
    let memory_bytes = set("limits.memory_bytes", json!(1000));
    let changed = host.agent().change_plugin("parrot", memory_bytes, None, "ann").await.unwrap();
    assert_eq!(changed.outcome, Reconfigured::Applied);
    let expected = Limits { memory_bytes: Some(1000), descriptors: Some(9), ..Limits::default() };
    assert_eq!(limits(&host).limits, expected);
    assert_eq!(say(&host).await, "file 0 true", "the plugin has its own settings as before");
    let wrong = host.agent().change_plugin("parrot", set("tier", json!("nowhere")), None, "ann").await;
    let error = wrong.unwrap_err().to_string();
    assert!(
        error.starts_with("`parrot` keeps its old settings: `plugins.parrot.tier`: unknown variant"),
        "{error}"
    );
    host.stop().await;
    let host = setup(&store).config("limits.descriptors = 8\n").start().await;
    let expected = Limits { descriptors: Some(8), ..expected };
    assert_eq!(limits(&host), Isolation { tier: Some(Tier::Inline), limits: expected });
    let mut settings = host.agent().plugins().settings().clone();
    let of_file = Limits { descriptors: Some(7), ..Limits::default() };
    settings.isolation.insert("parrot".into(), Isolation { tier: Some(Tier::Inline), limits: of_file });
    let results = host.agent().reload_sections(&settings).await;
    assert!(matches!(results.as_slice(), [("parrot", Ok(Reconfigured::Applied))]), "{results:?}");
    let expected = Limits { memory_bytes: Some(1000), descriptors: Some(7), ..Limits::default() };
    assert_eq!(limits(&host), Isolation { tier: Some(Tier::Inline), limits: expected });
    host.stop().await;
}

#[tokio::test]
async fn limits_that_were_stored_and_do_not_fit_any_more_keep_the_host_from_starting() {
    let store = memory();
    let values = json!({ "limits": { "memory_byte": 1 } }).as_object().unwrap().clone();
    let (plugin, by) = ("parrot".to_owned(), "an older host".to_owned());
    let change = PluginChange { plugin, version: 1, enabled: None, values, by, at: 0 };
    assert!(store.add_plugin_change(&change).await.unwrap());
    let registry = || Registry::of(&[Parrot::MANIFEST]).unwrap();
    let start = || Host::start(registry(), Settings::default(), EngineOptions::default(), Arc::clone(&store));
    assert_eq!(
        start().await.unwrap_err().to_string(),
        "`plugins.parrot.limits.memory_byte`: there is no setting `memory_byte`; did you mean `memory_bytes`?; it was set while a host \
         ran, and `plugins config parrot --unset limits.memory_byte` takes it back"
    );
    let (registry, settings) = (&registry(), &Settings::default());
    let stopped = StoppedPlugins { registry, settings, store: &*store };
    stopped.change("parrot", &unset("limits.memory_byte"), None, "ann").await.unwrap();
    start().await.unwrap().stop("it started").await;
}
