//! New settings for a plugin while the host runs.

use futures_util::future::pending;
use hookwire::cx::{Cancel, Identity, LogRecord, Services};
use hookwire::live::{Plugins, ReconfigureError, Reconfigured, Settings, Status};
use hookwire::plugin::Plugin;
use hookwire::points::MessageReceived;
use hookwire::test::FakeLog;
use hookwire::{Cx, Error, Registry, Result, plugin};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
struct Config {
    name: String,
    init: String,
    start: String,
}

/// Says its name, and fails where it is told to.
#[derive(Debug)]
struct Speaker(Config);

async fn behave(how: &str) -> Result<()> {
    match how {
        "fail" => Err(Error::msg("as it was told")),
        "panic" => panic!("as it was told"),
        "hang" => pending().await,
        _ => Ok(()),
    }
}

#[plugin(id = "speaker")]
impl Speaker {
    #[init]
    async fn new(config: Config, cx: &Cx) -> Result<Self> {
        behave(&config.init).await?;
        cx.info(format!("init {}", config.name));
        Ok(Self(config))
    }

    #[start]
    async fn start(&self, cx: &Cx) -> Result<()> {
        behave(&self.0.start).await?;
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
}

struct Host {
    plugins: Plugins,
    log: Arc<FakeLog>,
    seen: Cell<usize>,
}

impl Host {
    async fn start(section: Value, disabled: bool) -> Self {
        let mut settings = Settings::default();
        settings.sections.insert("speaker".into(), section.into());
        if disabled {
            settings.disabled.insert("speaker".into());
        }
        let log = Arc::new(FakeLog::default());
        let mut services = Services::none();
        services.log = Some(Arc::clone(&log) as _);
        let registry = Registry::of(&[Speaker::MANIFEST]).unwrap();
        let plugins = Plugins::of(registry).settings(settings).services(services).start().await.unwrap();
        Self { plugins, log, seen: Cell::default() }
    }

    async fn reconfigure(&self, section: Value) -> Result<Reconfigured, ReconfigureError> {
        self.plugins.reconfigure("speaker", section.into()).await
    }

    fn request(&self) -> Cx {
        self.plugins.cx(Identity::default(), Cancel::default(), None)
    }

    /// What was logged since the last look.
    fn lines(&self) -> Vec<String> {
        let records = self.log.records();
        let new = records[self.seen.replace(records.len())..].iter();
        new.map(|LogRecord { message, .. }| message.clone()).collect()
    }

    fn status(&self) -> Status {
        self.plugins.status()[0].1.clone()
    }
}

async fn receive(cx: &Cx) {
    cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn new_requests_see_the_new_instance_and_the_old_one_stops_after_the_last_request_that_has_it() {
    let host = Host::start(json!({ "name": "old" }), false).await;
    let request = host.request();
    host.lines();
    assert_eq!(host.reconfigure(json!({ "name": "new" })).await.unwrap(), Reconfigured::Applied);
    receive(&host.request()).await;
    receive(&request).await;
    sleep(Duration::from_mins(1)).await;
    assert_eq!(host.lines(), ["init new", "start new", "heard by new", "heard by old"]);
    drop(request);
    sleep(Duration::from_secs(2)).await;
    assert_eq!(host.lines(), ["stop old"]);
}

#[tokio::test(start_paused = true)]
async fn a_request_without_end_keeps_its_instance_for_ten_minutes() {
    let host = Host::start(json!({ "name": "old" }), false).await;
    let _request = host.request();
    host.reconfigure(json!({ "name": "new" })).await.unwrap();
    host.lines();
    sleep(Duration::from_mins(9)).await;
    assert_eq!(host.lines(), [""; 0]);
    sleep(Duration::from_mins(2)).await;
    assert_eq!(host.lines(), ["stop old"]);
}

#[tokio::test]
async fn when_the_host_stops_the_replaced_instance_stops_too_and_each_once() {
    let host = Host::start(json!({ "name": "old" }), false).await;
    let _request = host.request();
    host.reconfigure(json!({ "name": "new" })).await.unwrap();
    host.lines();
    host.plugins.stop().await;
    assert_eq!(host.lines(), ["stop old", "stop new"]);
}

#[tokio::test(start_paused = true)]
async fn an_instance_that_cannot_be_made_or_started_changes_nothing() {
    let cases = [
        (json!({ "name": 3 }), "`plugins.speaker.name`: invalid type: integer `3`, expected a string"),
        (json!({ "nmae": "x" }), "`plugins.speaker.nmae`"),
        (json!({ "init": "fail" }), "its init failed: as it was told"),
        (json!({ "init": "panic" }), "its init panicked: as it was told"),
        (json!({ "init": "hang" }), "its init took longer than 30s"),
        (json!({ "start": "fail" }), "its start failed: as it was told"),
        (json!({ "start": "panic" }), "its start panicked: as it was told"),
        (json!({ "start": "hang" }), "its start took longer than 30s"),
    ];
    let host = Host::start(json!({ "name": "old" }), false).await;
    for (section, why) in cases {
        let error = host.reconfigure(section).await.unwrap_err().to_string();
        assert!(error.starts_with(&format!("`speaker` keeps its old settings: {why}")), "{error}");
        host.lines();
        receive(&host.request()).await;
        assert_eq!(host.lines(), ["heard by old"]);
    }
    assert_eq!(host.status(), Status::Live);
    assert!(host.plugins.problems().is_empty());
}

#[tokio::test]
async fn what_does_not_fit_is_told_with_its_path() {
    let host = Host::start(json!({}), false).await;
    let error = host.reconfigure(json!({ "name": 3 })).await.unwrap_err();
    let ReconfigureError::Kept { problems, .. } = error else { panic!("{error}") };
    assert_eq!(problems[0].path, ["plugins", "speaker", "name"]);
}

#[tokio::test]
async fn the_same_settings_make_no_new_instance() {
    let host = Host::start(json!({ "name": "same" }), false).await;
    host.lines();
    assert_eq!(host.reconfigure(json!({ "name": "same" })).await.unwrap(), Reconfigured::Unchanged);
    assert_eq!(host.lines(), [""; 0]);
}

#[tokio::test]
async fn a_plugin_that_is_off_gets_them_when_it_is_switched_on() {
    let host = Host::start(json!({ "name": "old" }), true).await;
    assert_eq!(host.reconfigure(json!({ "name": "new" })).await.unwrap(), Reconfigured::WhenEnabled);
    let error = host.reconfigure(json!({ "name": 3 })).await.unwrap_err().to_string();
    assert!(error.contains("`plugins.speaker.name`: invalid type"), "{error}");
    assert_eq!(host.lines(), [""; 0]);
    host.plugins.enable("speaker").await.unwrap();
    assert_eq!(host.lines(), ["init new", "start new"]);
}

#[tokio::test]
async fn a_plugin_that_had_failed_comes_to_life() {
    let host = Host::start(json!({ "start": "fail" }), false).await;
    assert!(matches!(host.status(), Status::Failed(_)));
    assert_eq!(host.reconfigure(json!({ "name": "new" })).await.unwrap(), Reconfigured::Applied);
    assert_eq!(host.status(), Status::Live);
    host.lines();
    receive(&host.request()).await;
    assert_eq!(host.lines(), ["heard by new"]);
}

#[tokio::test]
async fn an_unknown_plugin_is_told_with_the_nearest_one() {
    let host = Host::start(json!({}), false).await;
    let error = host.plugins.reconfigure("speakr", json!({}).into()).await.unwrap_err().to_string();
    assert_eq!(error, "there is no plugin `speakr`; did you mean `speaker`?");
}
