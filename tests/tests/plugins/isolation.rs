//! Where plugins run and how much they may take: who decides it, and what is told of it.

use hookwire::config::Section;
use hookwire::fault::FaultKind;
use hookwire::live::{PluginIsolation, Plugins, Reconfigured, Settings, Status};
use hookwire::plugin::{
    ChosenBy, Isolation, Limits, Manifest, Plugin, PluginUsage, Require, SectionSet, Tier, TierChoice,
    WorkerStatus,
};
use hookwire::points::MessageReceived;
use hookwire::test::{Kit, Loopback, findings};
use hookwire::{Error, Registry, Result, plugin};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// Has no word on where it runs.
#[derive(Debug, Default)]
struct Silent;

#[plugin(id = "silent")]
impl Silent {
    #[hook("message.received")]
    fn fail(&self, _: &MessageReceived) -> Result<()> {
        Err(Error::msg("as always"))
    }
}

#[derive(Debug, Default)]
struct Careful;

#[plugin(id = "careful", tier = "worker")]
impl Careful {
    #[command("/careful")]
    fn careful(&self) -> &'static str {
        "yes"
    }
}

#[derive(Debug, Default)]
struct Near;

#[plugin(id = "near", tier = "inline")]
impl Near {
    #[command("/near")]
    fn near(&self) -> &'static str {
        "yes"
    }
}

/// A plugin as cargo compiles one of a registry.
static FOREIGN: Manifest =
    Manifest { file: "/home/ann/.cargo/registry/src/index/silent-1.0.0/src/lib.rs", ..*Silent::MANIFEST };

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct GreedyConfig {
    tier: String,
}

/// Has a setting that is called as a key of the host.
#[derive(Debug)]
struct Greedy(GreedyConfig);

#[plugin(id = "greedy")]
impl Greedy {
    #[init]
    fn new(config: GreedyConfig) -> Self {
        Self(config)
    }

    #[command("/greedy")]
    fn greedy(&self) -> String {
        self.0.tier.clone()
    }
}

fn values(values: &Value) -> Map<String, Value> {
    values.as_object().unwrap().clone()
}

fn operator(tier: Tier) -> Isolation {
    Isolation { tier: Some(tier), ..Isolation::default() }
}

/// Returns a live set of one plugin, as an operator has it.
async fn live(manifest: &'static Manifest, isolation: Isolation) -> Plugins {
    let isolation = BTreeMap::from([(manifest.id.to_owned(), isolation)]);
    let settings = Settings { isolation, ..Settings::default() };
    let usage = |plugin: &Manifest| match plugin.id {
        "silent" => PluginUsage {
            memory_bytes: Some(100),
            cpu: Some(Duration::from_millis(7)),
            ..PluginUsage::default()
        },
        _ => PluginUsage::default(),
    };
    let builder = Plugins::of(Registry::of(&[manifest]).unwrap()).settings(settings).usage(usage);
    builder.start().await.unwrap()
}

#[test]
fn the_operator_decides_on_the_tier_then_the_author_then_where_the_crate_is_from() {
    let choice = |tier, by| TierChoice { tier, by };
    let nobody = Isolation::default();
    assert_eq!(Silent::MANIFEST.tier, None);
    assert_eq!(Silent::MANIFEST.tier_choice(&nobody), choice(Tier::Inline, ChosenBy::OwnCrate));
    assert_eq!(FOREIGN.tier_choice(&nobody), choice(Tier::Worker, ChosenBy::ForeignCrate));
    assert_eq!(Careful::MANIFEST.tier_choice(&nobody), choice(Tier::Worker, ChosenBy::Author));
    assert_eq!(Near::MANIFEST.tier_choice(&nobody), choice(Tier::Inline, ChosenBy::Author));
    let near = Manifest { file: FOREIGN.file, ..*Near::MANIFEST };
    assert_eq!(near.tier_choice(&nobody), choice(Tier::Inline, ChosenBy::Author));
    for plugin in [Silent::MANIFEST, &FOREIGN, Careful::MANIFEST, Near::MANIFEST] {
        for tier in [Tier::Inline, Tier::Worker] {
            assert_eq!(plugin.tier_choice(&operator(tier)), choice(tier, ChosenBy::Operator));
        }
    }
    let isolation = BTreeMap::from([("silent".to_owned(), operator(Tier::Worker))]);
    let settings = Settings { isolation, ..Settings::default() };
    assert_eq!(settings.tier_of(Silent::MANIFEST), Tier::Worker);
    assert_eq!(settings.tier_of(Near::MANIFEST), Tier::Inline);
}

#[test]
fn a_crate_of_the_workspace_is_not_from_outside() {
    assert!(!Silent::MANIFEST.is_foreign(), "{}", Silent::MANIFEST.file);
    assert!(FOREIGN.is_foreign());
}

#[test]
fn values_of_the_hosts_keys_are_read_and_written() {
    let written = json!({
        "tier": "worker",
        "limits": {
            "memory_bytes": 1000,
            "cpu_per_call": "5s",
            "cpu_per_second": "500ms",
            "descriptors": 64,
            "output_bytes": 2000,
            "host_calls": 10,
            "folders": ["."],
            "require": "full",
        },
    });
    let isolation = Isolation::parse(values(&written)).unwrap();
    let limits = Limits {
        memory_bytes: Some(1000),
        cpu_per_call: Some(Duration::from_secs(5)),
        cpu_per_second: Some(Duration::from_millis(500)),
        descriptors: Some(64),
        output_bytes: Some(2000),
        host_calls: Some(10),
        folders: Some(vec![".".into()]),
        require: Some(Require::Full),
    };
    assert_eq!(isolation, Isolation { tier: Some(Tier::Worker), limits });
    let again = Isolation::parse(isolation.values()).unwrap();
    assert_eq!(again, isolation);
    assert_eq!(Isolation::default().values(), Map::new(), "what is not set is not there");
}

#[test]
fn values_that_do_not_fit_are_told_with_their_place_and_the_cure() {
    let cases = [
        (json!({ "tier": "workr" }), "`tier`: unknown variant `workr`, expected `inline` or `worker`"),
        (
            json!({ "limits": 3 }),
            "`limits`: invalid type: integer `3`, expected a table, such as [plugins.notes.limits]",
        ),
        (
            json!({ "limits": { "memory_byte": 1 } }),
            "`limits.memory_byte`: there is no setting `memory_byte`; did you mean `memory_bytes`?",
        ),
        (
            json!({ "limits": { "cpu_per_call": "soon" } }),
            "`limits.cpu_per_call`: \"soon\" is no duration; write \"250ms\", \"5s\" or \"2m\"",
        ),
        (
            json!({ "limits": { "descriptors": 0 } }),
            "`limits.descriptors`: with 0 the plugin could do nothing; leave it out, and it is as the tier has it",
        ),
        (
            json!({ "limits": { "folders": [""] } }),
            "`limits.folders`: a folder has no name; write \".\" for the one that the host was started in",
        ),
    ];
    for (written, why) in cases {
        assert_eq!(Isolation::parse(values(&written)).unwrap_err().to_string(), why);
    }
}

#[test]
fn values_stand_over_those_of_the_configuration_one_by_one() {
    let limits = Limits { memory_bytes: Some(1), descriptors: Some(2), ..Limits::default() };
    let base = SectionSet {
        own: Section::from(json!({ "a": 1, "b": 2 })),
        isolation: Isolation { tier: Some(Tier::Worker), limits },
        ..SectionSet::default()
    };
    let changed = base.with("silent", &values(&json!({ "b": 3, "limits": { "memory_bytes": 9 } }))).unwrap();
    assert_eq!(changed.own, Section::from(json!({ "a": 1, "b": 3 })));
    let limits = Limits { memory_bytes: Some(9), descriptors: Some(2), ..Limits::default() };
    assert_eq!(changed.isolation, Isolation { tier: Some(Tier::Worker), limits });
    let wrong = base.with("silent", &values(&json!({ "limits": { "memry_bytes": 9 } }))).unwrap_err();
    assert_eq!(wrong.0[0].path, ["plugins", "silent", "limits", "memry_bytes"]);
}

#[tokio::test]
async fn what_is_known_of_the_isolation_of_a_plugin_is_told_and_nothing_else() {
    let limits = Limits { memory_bytes: Some(1000), ..Limits::default() };
    let plugins = live(&FOREIGN, Isolation { tier: None, limits: limits.clone() }).await;
    let [isolation] = &*plugins.isolation() else { panic!("one plugin") };
    assert_eq!(isolation.tier, Some(Tier::Inline), "where it really runs");
    assert_eq!((isolation.chosen, isolation.chosen_by), (Tier::Worker, ChosenBy::ForeignCrate));
    assert_eq!(isolation.limits, limits);
    assert_eq!((isolation.usage.memory_bytes, isolation.usage.memory_peak), (Some(100), None));
    assert_eq!((isolation.restarts(), isolation.workers.len()), (None, 0));
    assert_eq!(plugins.tier(&FOREIGN), Tier::Inline);
    let written = json!(isolation);
    assert_eq!(written["usage"], json!({ "memory_bytes": 100, "cpu_ms": 7 }));
    assert_eq!(written.get("faults"), None);
    assert_eq!(serde_json::from_value::<PluginIsolation>(written).unwrap(), *isolation);
    plugins.disable("silent").await.unwrap();
    assert_eq!(plugins.isolation()[0].tier, None, "it does not run");
    assert_eq!(plugins.tier(&FOREIGN), Tier::Worker, "where it is to run");
}

#[tokio::test]
async fn faults_are_counted_by_kind() {
    let kit = Kit::of::<Silent>().start().await;
    let event = MessageReceived::new("hello");
    for _ in 0..2 {
        let _ = kit.fire::<MessageReceived>(&event).await;
    }
    let isolation = kit.plugins().isolation_of(Silent::MANIFEST).unwrap();
    assert_eq!(isolation.faults, BTreeMap::from([(FaultKind::Error, 2)]));
    assert_eq!(isolation.usage.memory_bytes, None, "the allocator of this test does not count");
}

#[test]
fn what_all_processes_take_is_added_up() {
    let usage = |memory, cpu: Option<u64>| PluginUsage {
        memory_bytes: memory,
        memory_peak: memory,
        cpu: cpu.map(Duration::from_millis),
    };
    let mut isolation = PluginIsolation::planned(Careful::MANIFEST, Isolation::default());
    assert!(isolation.total_usage().is_unknown());
    isolation.workers = vec![
        WorkerStatus { restarts: 1, usage: usage(Some(1), None), ..WorkerStatus::default() },
        WorkerStatus { restarts: 2, usage: usage(Some(2), Some(5)), ..WorkerStatus::default() },
    ];
    assert_eq!(isolation.total_usage(), PluginUsage { memory_peak: None, ..usage(Some(3), Some(5)) });
    assert_eq!(isolation.restarts(), Some(3));
}

#[tokio::test]
async fn another_tier_or_limit_is_applied_by_a_new_instance_and_kept_with_new_settings() {
    let builder = Plugins::of(Registry::of(&[Near::MANIFEST]).unwrap());
    let plugins = builder.workers(Arc::new(Loopback)).start().await.unwrap();
    let limits = Limits { host_calls: Some(9), ..Limits::default() };
    let isolation = Isolation { tier: Some(Tier::Worker), limits };
    let sections = SectionSet { isolation: isolation.clone(), ..SectionSet::default() };
    assert_eq!(plugins.reconfigure_all("near", sections.clone()).await.unwrap(), Reconfigured::Applied);
    assert_eq!(plugins.reconfigure_all("near", sections).await.unwrap(), Reconfigured::Unchanged);
    let now = || plugins.isolation_of(Near::MANIFEST).unwrap();
    assert_eq!((now().chosen, now().chosen_by), (Tier::Worker, ChosenBy::Operator));
    assert_eq!(now().tier, Some(Tier::Worker), "it runs there");
    assert_eq!(plugins.reconfigure("near", Section::default()).await.unwrap(), Reconfigured::Unchanged);
    assert_eq!(now().limits, isolation.limits);
}

#[tokio::test]
async fn a_plugin_whose_own_settings_are_called_as_keys_of_the_host_does_not_start() {
    let why = "the plugin's own configuration has a field `tier`, which is a key of the host's in the section of every plugin: \
               the plugin's author has to call it otherwise";
    let error = Kit::of::<Greedy>().try_start().await.unwrap_err().to_string();
    assert!(error.contains(why) && error.contains("`plugins.greedy.tier`"), "{error}");
    let found = findings::<Greedy>(json!({})).found;
    assert!(found.iter().any(|it| it.contains(why)), "{found:?}");
    let plugins = live(Greedy::MANIFEST, Isolation::default()).await;
    assert!(matches!(&plugins.status()[0].1, Status::Failed(told) if told.contains(why)));
    let problems = Greedy::MANIFEST.config_problems(&SectionSet::default());
    assert_eq!(problems.0[0].path, ["plugins", "greedy", "tier"]);
}

#[test]
fn what_is_the_hosts_cannot_be_set_for_one_agent() {
    let mut settings = Settings::default();
    let section = Section::from(json!({ "tier": "worker", "limits": {} }));
    settings.agents.entry("support".into()).or_default().sections.insert("near".into(), section);
    let registry = Registry::of(&[Near::MANIFEST]).unwrap();
    let told: Vec<_> = settings.check(&registry).iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "`agents.support.plugins.near.tier`: `tier` is a key of the host's, and holds for a plugin whichever agent it \
             works for: write it in [plugins.near]",
            "`agents.support.plugins.near.limits`: `limits` is a key of the host's, and holds for a plugin whichever agent \
             it works for: write it in [plugins.near]",
        ]
    );
    assert_eq!(settings.check_sections(&registry), [], "it is told once");
}

#[test]
fn a_tier_for_a_plugin_that_does_not_exist_is_told() {
    let isolation = BTreeMap::from([("naer".to_owned(), operator(Tier::Worker))]);
    let settings = Settings { isolation, ..Settings::default() };
    let problems = settings.check(&Registry::of(&[Near::MANIFEST]).unwrap());
    assert_eq!(problems[0].to_string(), "`plugins.naer`: there is no plugin `naer`; did you mean `near`?");
}
