//! A plugin's section of the configuration, checked against the plugin's own type.

use hookwire::config::{Problems, Section};
use hookwire::live::{Plugins, Settings, Status};
use hookwire::plugin::Plugin;
use hookwire::{Registry, Secret, plugin};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The settings of the plugin of these tests.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Config {
    /// How often to try.
    retries: u32,
    /// Where to send.
    target: Option<Target>,
    /// Where else to send.
    others: Vec<Target>,
    /// What to call things.
    names: BTreeMap<String, String>,
    /// Which way.
    mode: Mode,
    /// By name.
    named: BTreeMap<String, Target>,
    /// More places.
    more: Option<Vec<Target>>,
}

/// A place.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Target {
    /// The host's name.
    host: String,
    /// The port.
    port: u16,
    /// More of it.
    limits: Limits,
}

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Limits {
    seconds: Option<u32>,
    bytes: Option<u64>,
}

#[derive(Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Mode {
    #[default]
    Fast,
    Careful,
}

fn parse(section: Value) -> Result<Config, Problems> {
    Section::from(section).parse()
}

/// Each problem as a line: its path and what is wrong there.
fn problems(section: Value) -> Vec<String> {
    let problems = parse(section).expect_err("a problem");
    problems.0.iter().map(ToString::to_string).collect()
}

#[test]
fn a_section_that_fits_is_the_configuration() {
    let config = parse(json!({
        "retries": 3,
        "target": { "host": "a", "port": 80, "limits": { "seconds": 5 } },
        "others": [{ "host": "b" }, { "host": "c", "port": 1 }],
        "names": { "anything": "goes" },
        "mode": "careful",
        "named": { "main": { "port": 2 } },
        "more": [{ "limits": { "bytes": 9 } }],
    }));
    let config = config.unwrap();
    let target = config.target.unwrap();
    assert_eq!((config.retries, target.port, target.limits.seconds), (3, 80, Some(5)));
    assert_eq!(
        (config.others.len(), config.names["anything"].as_str(), config.mode),
        (2, "goes", Mode::Careful)
    );
    assert_eq!((config.named["main"].port, config.more.unwrap()[0].limits.bytes), (2, Some(9)));
    assert!(parse(json!({})).unwrap().target.is_none());
    assert!(parse(json!({ "target": null, "more": null })).unwrap().target.is_none());
}

#[test]
fn an_unknown_key_is_told_with_the_nearest_one() {
    assert_eq!(
        problems(json!({ "retires": 3 })),
        ["`retires`: there is no setting `retires`; did you mean `retries`?"]
    );
    let far = problems(json!({ "completely_else": 3 }));
    let all = "`mode`, `more`, `named`, `names`, `others`, `retries`, `target`";
    assert_eq!(far, [format!("`completely_else`: there is no setting `completely_else`; there are {all}")]);
}

#[test]
fn unknown_keys_are_found_in_structs_options_arrays_and_maps() {
    let cases = [
        (
            json!({ "target": { "hots": "a" } }),
            "`target.hots`: there is no setting `hots`; did you mean `host`?",
        ),
        (
            json!({ "target": { "limits": { "second": 1 } } }),
            "`target.limits.second`: there is no setting `second`; did you mean `seconds`?",
        ),
        (
            json!({ "others": [{}, { "prot": 1 }] }),
            "`others.1.prot`: there is no setting `prot`; did you mean `port`?",
        ),
        (
            json!({ "more": [{ "prot": 1 }] }),
            "`more.0.prot`: there is no setting `prot`; did you mean `port`?",
        ),
        (
            json!({ "named": { "x": { "prot": 1 } } }),
            "`named.x.prot`: there is no setting `prot`; did you mean `port`?",
        ),
    ];
    for (section, text) in cases {
        assert_eq!(problems(section.clone()), [text], "{section}");
    }
}

#[test]
fn a_wrong_type_is_told_with_its_path() {
    let cases = [
        (
            json!({ "retries": "three" }),
            "`retries`: invalid type: string \"three\", expected a whole number from 0 to 4294967295",
        ),
        (
            json!({ "retries": -1 }),
            "`retries`: invalid value: integer `-1`, expected a whole number from 0 to 4294967295",
        ),
        (
            json!({ "target": { "port": 70_000 } }),
            "`target.port`: invalid value: integer `70000`, expected a whole number from 0 to 65535",
        ),
        (
            json!({ "others": [{ "limits": { "bytes": true } }] }),
            "`others.0.limits.bytes`: invalid type: boolean `true`, expected a whole number from 0 on",
        ),
        (
            json!({ "named": { "x": { "port": "1" } } }),
            "`named.x.port`: invalid type: string \"1\", expected a whole number from 0 to 65535",
        ),
        (json!({ "mode": "slow" }), "`mode`: unknown variant `slow`, expected `fast` or `careful`"),
    ];
    for (section, text) in cases {
        assert_eq!(problems(section.clone()), [text], "{section}");
    }
}

#[test]
fn several_problems_are_told_at_once() {
    let problems = problems(json!({ "retires": 1, "others": [{ "hots": "" }], "target": { "port": "x" } }));
    assert_eq!(
        problems,
        [
            "`others.0.hots`: there is no setting `hots`; did you mean `host`?",
            "`retires`: there is no setting `retires`; did you mean `retries`?",
            "`target.port`: invalid type: string \"x\", expected a whole number from 0 to 65535",
        ]
    );
}

#[test]
fn a_type_that_refuses_unknown_keys_itself_says_it_once() {
    #[derive(Debug, Deserialize, JsonSchema)]
    #[serde(deny_unknown_fields)]
    struct Strict {
        #[serde(default)]
        #[allow(dead_code, reason = "only its name matters")]
        count: u32,
    }

    let problems = Section::from(json!({ "cuont": 1 })).parse::<Strict>().unwrap_err();
    assert_eq!(problems.to_string(), "`cuont`: there is no setting `cuont`; did you mean `count`?");
}

#[test]
fn a_missing_setting_is_named() {
    #[derive(Debug, Deserialize, JsonSchema)]
    #[allow(dead_code, reason = "only its names matter")]
    struct Needy {
        key: String,
    }

    let problems = Section::default().parse::<Needy>().unwrap_err();
    assert_eq!(problems.to_string(), "missing field `key`");
}

#[test]
fn flattened_settings_are_known() {
    #[derive(Debug, Deserialize, JsonSchema)]
    struct Outer {
        #[serde(flatten)]
        limits: Limits,
        name: String,
    }

    let config = Section::from(json!({ "seconds": 4, "name": "x" })).parse::<Outer>().unwrap();
    assert_eq!((config.limits.seconds, config.name.as_str()), (Some(4), "x"));
}

// ===== Plugins =====

/// Has settings.
#[derive(Debug)]
struct Configured;

#[plugin(id = "configured")]
impl Configured {
    #[init]
    fn new(_: Config) -> Self {
        Self
    }

    #[command("/configured")]
    fn nothing(&self) -> &'static str {
        "nothing"
    }
}

/// Has none.
#[derive(Default)]
struct Bare;

#[plugin(id = "bare")]
impl Bare {
    #[command("/bare")]
    fn nothing(&self) -> &'static str {
        "nothing"
    }
}

async fn status(id: &str, section: Value) -> Status {
    let mut settings = Settings::default();
    settings.sections.insert(id.into(), section.into());
    let registry = Registry::of(&[Configured::MANIFEST, Bare::MANIFEST]).unwrap();
    let plugins = Plugins::of(registry).settings(settings).start().await.unwrap();
    plugins.status().into_iter().find(|(plugin, _)| *plugin == id).unwrap().1
}

#[tokio::test]
async fn a_plugin_without_settings_refuses_any() {
    assert_eq!(status("bare", json!({})).await, Status::Live);
    let refused = status("bare", json!({ "key": 1 })).await;
    assert_eq!(
        refused,
        Status::Failed("`plugins.bare.key`: there is no setting `key`, and no other either".into())
    );
}

#[tokio::test]
async fn a_section_that_is_no_table_is_refused() {
    for section in [json!(7), json!(true), json!("text")] {
        for id in ["bare", "configured"] {
            let Status::Failed(why) = status(id, section.clone()).await else {
                panic!("{id} took {section}")
            };
            assert!(why.starts_with(&format!("`plugins.{id}`: invalid type: ")), "{why}");
        }
    }
}

#[test]
fn the_schema_of_the_settings_is_in_the_manifest() {
    assert!(Bare::MANIFEST.config_schema().is_none());
    let schema = Configured::MANIFEST.config_schema().unwrap().unwrap();
    let schema = schema.as_value();
    assert_eq!(schema["properties"]["retries"]["description"], "How often to try.");
    assert_eq!(schema["properties"]["retries"]["type"], "integer");
    assert_eq!(schema["$defs"]["Target"]["properties"]["host"]["description"], "The host's name.");
    assert_eq!(schema["description"], "The settings of the plugin of these tests.");
}

// ===== Secrets =====

#[derive(Debug, Deserialize, JsonSchema)]
struct Keyed {
    key: Secret,
    #[serde(default)]
    other: Option<Secret>,
}

fn keyed(section: Value) -> Result<Keyed, Problems> {
    Section::from(section).parse()
}

#[test]
fn a_secret_is_used_and_not_shown() {
    let config = keyed(json!({ "key": "hunter2", "other": "swordfish" })).unwrap();
    assert_eq!((config.key.expose(), config.other.as_ref().unwrap().expose()), ("hunter2", "swordfish"));
    for shown in [format!("{config:?}"), format!("{config:#?}"), format!("{:?}", Secret::new("hunter2"))] {
        assert!(!shown.contains("hunter2") && !shown.contains("swordfish"), "{shown}");
    }
}

#[test]
fn a_secret_may_come_from_an_environment_variable() {
    let config =
        keyed(json!({ "key": { "env": "CARGO_MANIFEST_DIR" }, "other": { "env": "CARGO_PKG_NAME" } }))
            .unwrap();
    assert!(config.key.expose().ends_with("tests"), "{}", config.key.expose());
    assert_eq!(config.other.as_ref().unwrap().expose(), "hookwire-tests");
    assert!(!format!("{config:?}").contains("hookwire-tests"));
}

#[test]
fn a_variable_that_is_not_set_is_named_with_where_it_was_asked_for() {
    let problems = keyed(json!({ "key": { "env": "HOOKWIRE_TESTS_NOT_SET" } })).unwrap_err();
    assert_eq!(problems.to_string(), "`key`: the environment variable `HOOKWIRE_TESTS_NOT_SET` is not set");
}

#[test]
fn what_is_no_secret_is_refused_without_being_shown() {
    for wrong in
        [json!(4711), json!({ "env": "A", "value": "hunter2" }), json!(["hunter2"]), json!({ "evn": "HOME" })]
    {
        let problems = keyed(json!({ "key": wrong })).unwrap_err().to_string();
        assert_eq!(problems, "`key`: write a text, or `{ env = \"NAME\" }`", "{wrong}");
    }
}

#[test]
fn the_schema_of_a_secret_says_that_it_is_one() {
    let schema = schemars::schema_for!(Keyed);
    let secret = &schema.as_value()["$defs"]["Secret"];
    assert_eq!((&secret["writeOnly"], &secret["anyOf"][0]["format"]), (&json!(true), &json!("password")));
}
