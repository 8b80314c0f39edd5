//! Plugins are changed over HTTP.

use crate::server::{TestServer, host_with, serving};
use crate::wire::{Answer, get, post};
use hookwire::plugin::Plugin;
use hookwire::points::{AgentState, MessageReceived};
use hookwire::{Error, Result, Secret, plugin};
use hookwire_host::engine::auth::create_token;
use hookwire_host::engine::store::Owner;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Config {
    word: String,
    key: Option<Secret>,
}

/// Greets.
#[derive(Debug)]
struct Greeter(Config);

#[plugin(id = "greeter")]
impl Greeter {
    #[init]
    fn new(config: Config) -> Result<Self> {
        if config.word == "bad" { Err(Error::msg("not that word")) } else { Ok(Self(config)) }
    }

    /// Greets.
    #[command("/greet")]
    fn greet(&self) -> String {
        format!("{} {}", self.0.word, self.0.key.is_some())
    }
}

async fn server() -> TestServer {
    let settings = ["plugins.greeter.word=file", "plugins.greeter.key=planted"];
    serving(host_with(&[Greeter::MANIFEST], &settings).await).await
}

async fn greet(server: &TestServer) -> String {
    let answer = server.send(&post("/v1/chat", &json!({ "message": "/greet" }))).await.json();
    answer["response"].as_str().unwrap_or_default().to_owned()
}

async fn change(server: &TestServer, body: Value) -> Answer {
    server.send(&post("/v1/plugins/greeter/config", &body)).await
}

#[tokio::test]
async fn settings_are_shown_without_secrets_and_changed_at_once() {
    let server = server().await;
    assert_eq!(greet(&server).await, "file true");
    let shown = server.send(&get("/v1/plugins/greeter/config")).await;
    assert_eq!(shown.header("etag"), Some("\"0\""));
    let expected = json!({ "id": "greeter", "version": 0, "values": { "word": "file" }, "changed": {} });
    assert_eq!(shown.json(), expected);
    let changed = change(&server, json!({ "set": { "word": "set" } })).await;
    assert_eq!(
        (changed.header("etag"), changed.json()),
        (Some("\"1\""), json!({ "version": 1, "outcome": "applied" }))
    );
    assert_eq!(greet(&server).await, "set true");
    assert_eq!(change(&server, json!({ "unset": ["word"] })).await.status, 200);
    assert_eq!(greet(&server).await, "file true");
    let history = server.send(&get("/v1/plugins/greeter/history")).await.json();
    let versions: Vec<_> =
        history["changes"].as_array().unwrap().iter().map(|it| it["version"].as_u64()).collect();
    assert_eq!(versions, [Some(2), Some(1)]);
    assert!(!history.to_string().contains("planted"));
}

#[tokio::test]
async fn a_change_for_another_version_is_refused() {
    let server = server().await;
    let call = |tag: &str| {
        post("/v1/plugins/greeter/config", &json!({ "set": { "word": tag } })).header("if-match", tag)
    };
    assert_eq!(server.send(&call("\"0\"")).await.status, 200);
    let refused = server.send(&call("\"0\"")).await.error();
    assert_eq!((refused.0, &*refused.1), (412, "settings_changed"));
    assert!(refused.2.contains("at version 1 and not 0"), "{}", refused.2);
    assert_eq!(server.send(&call("*")).await.status, 200);
    assert_eq!(server.send(&call("soon")).await.code(), (400, "invalid_version".into()));
}

#[tokio::test]
async fn a_change_that_does_not_fit_is_told_and_changes_nothing() {
    let server = server().await;
    let cases = [
        (json!({ "set": { "word": 3 } }), 422, "`plugins.greeter.word`: invalid type: integer `3`"),
        (json!({ "set": { "word": "bad" } }), 422, "its init failed: not that word"),
        (json!({ "set": { "wrod": "x" } }), 422, "did you mean `word`?"),
        (json!({ "set": { "key": "planted" } }), 400, "holds a secret"),
        (json!({ "unset": ["word"] }), 400, "was not set while a host ran"),
        (json!({}), 400, "there is nothing to change"),
        (json!({ "sets": {} }), 400, "did you mean `set`?"),
    ];
    for (body, status, why) in cases {
        let (got, _, message) = change(&server, body).await.error();
        assert_eq!(got, status, "{message}");
        assert!(message.contains(why), "{message}");
        assert!(!message.contains("planted"), "{message}");
    }
    assert_eq!(greet(&server).await, "file true");
    let unknown = server.send(&post("/v1/plugins/greter/enable", &json!({}))).await.error();
    assert_eq!((unknown.0, &*unknown.2), (404, "there is no plugin `greter`; did you mean `greeter`?"));
}

#[tokio::test]
async fn a_plugin_is_switched_off_and_on_and_made_anew() {
    let server = server().await;
    let tell = async |what: &str| {
        let answer = server.send(&post(&format!("/v1/plugins/greeter/{what}"), &json!({}))).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["outcome"].clone()
    };
    tell("disable").await;
    let status = async || server.send(&get("/v1/plugins/greeter")).await.json()["status"].clone();
    assert_eq!(status().await, "disabled");
    assert_ne!(greet(&server).await, "file true");
    assert_eq!(tell("reload").await, "when_enabled");
    assert_eq!(tell("enable").await, "applied");
    assert_eq!((status().await, greet(&server).await), (json!("live"), "file true".into()));
    assert_eq!(tell("reload").await, "applied");
}

#[tokio::test]
async fn only_who_runs_the_host_may() {
    let server = server().await;
    let owner = Owner { tenant: "acme".into(), user: "ann".into() };
    let token = create_token(&**server.agent.store(), "ann", owner, None).await.unwrap();
    let config = "/v1/plugins/greeter/config";
    let calls = [
        get(config),
        post(config, &json!({ "set": { "word": "ann" } })),
        get("/v1/plugins/greeter/history"),
        post("/v1/plugins/greeter/disable", &json!({})),
        post("/v1/plugins/greeter/enable", &json!({})),
        post("/v1/plugins/greeter/reload", &json!({})),
        post("/v1/hooks/observers", &json!({ "run": false })),
    ];
    for call in calls {
        let call = call.header("authorization", &format!("Bearer {token}"));
        assert_eq!(server.send(&call).await.code(), (403, "not_operator".into()), "{call:?}");
    }
    assert_eq!(greet(&server).await, "file true");
}

#[tokio::test]
async fn a_plugin_is_shown_with_the_settings_of_agents_and_without_secrets() {
    let settings =
        ["agents.default.plugins.greeter.word=agent", "agents.default.plugins.greeter.key=planted"];
    let server = serving(host_with(&[Greeter::MANIFEST], &settings).await).await;
    assert_eq!(greet(&server).await, "agent true");
    let shown = server.send(&get("/v1/plugins/greeter")).await.json();
    let expected = json!([{ "agent": "default", "values": { "word": "agent" }, "failure": null }]);
    assert_eq!(shown["agents"], expected);
    let refused = change(&server, json!({ "set": { "word": "bad" } })).await;
    assert_eq!(refused.code(), (422, "settings_kept".into()), "the plugin's own instance has that word");
}

/// Does not start.
#[derive(Debug, Default)]
struct Stuck;

#[plugin(id = "stuck")]
impl Stuck {
    #[start]
    fn start(&self) -> Result<()> {
        Err(Error::msg("there is no /srv/private"))
    }
}

#[tokio::test]
async fn why_a_plugin_failed_is_told_to_who_runs_the_host_alone() {
    let settings = ["agents.default.plugins.greeter.word=bad"];
    let server = serving(host_with(&[Stuck::MANIFEST, Greeter::MANIFEST], &settings).await).await;
    let owner = Owner { tenant: "acme".into(), user: "ann".into() };
    let token = create_token(&**server.agent.store(), "ann", owner, None).await.unwrap();
    let own = async |path| server.send(&get(path).header("accept", "text/html")).await.text();
    let anns = async |path| {
        let call = get(path).header("accept", "text/html");
        server.send(&call.header("authorization", &format!("Bearer {token}"))).await.text()
    };
    for path in ["/", "/v1/plugins", "/v1/plugins/stuck"] {
        let (own, anns) = (own(path).await, anns(path).await);
        assert!(own.contains("private"), "{own}");
        assert!(anns.contains("failed") && !anns.contains("private"), "{anns}");
    }
    let (own, anns) = (own("/v1/plugins/greeter").await, anns("/v1/plugins/greeter").await);
    assert!(own.contains("not that word"), "{own}");
    assert!(anns.contains("\"failure\":\"failed\"") && !anns.contains("not that word"), "{anns}");
}

/// Looks at messages, and at each agent's beginning.
#[derive(Debug, Default)]
struct Watcher;

#[plugin(id = "watcher")]
impl Watcher {
    #[hook("message.received")]
    fn see(&self, _: &MessageReceived) {}

    #[hook("agent.before")]
    fn edit(&self, _: &mut AgentState) {}
}

#[tokio::test]
async fn observers_are_switched_and_shown() {
    let server = serving(host_with(&[Watcher::MANIFEST], &[]).await).await;
    let observers = async || server.send(&get("/v1/plugins")).await.json()["observers"].clone();
    assert_eq!(observers().await, json!(true));
    let switched = server.send(&post("/v1/hooks/observers", &json!({ "run": false }))).await.json();
    assert_eq!(switched, json!({ "run": false, "version": 1 }));
    assert_eq!(observers().await, json!(false));
    for (point, is_off) in [("message.received", true), ("agent.before", false)] {
        let hooks = server.send(&get(&format!("/v1/hooks?point={point}"))).await.json();
        assert_eq!(hooks[0]["hooks"][0]["disabled"], json!(is_off), "{hooks}");
    }
    server.send(&post("/v1/hooks/observers", &json!({ "run": true }))).await;
    assert_eq!(observers().await, json!(true));
}
