//! What clients build upon stays as it is: the `OpenAPI` document and the JSON of every body, as recorded in
//! `fixtures/http`.
//!
//! Prose may change, and so may whatever differs from run to run. A change on purpose is recorded by running the tests
//! with `HOOKWIRE_WRITE=1`, and shows in the diff of the fixture.

use crate::server::{TestServer, server};
use crate::wire::{Call, call, get, post};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// The names of fields whose value is prose, or differs from run to run.
const VARIABLE: [&str; 31] = [
    "active_at",
    "arguments",
    "asked_at",
    "at",
    "closed_at",
    "cost",
    "cpu_ms",
    "created",
    "created_at",
    "description",
    "doc",
    "duration_ms",
    "ended_at",
    "event",
    "expires_at",
    "hash",
    "input_tokens",
    "key",
    "line",
    "next",
    "next_at",
    "outcome",
    "output_tokens",
    "package",
    "place",
    "schema",
    "session",
    "started_at",
    "summary",
    "title",
    "version",
];

/// Compares a value with the recorded one.
fn compare(name: &str, value: &Value) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/http").join(name);
    if std::env::var("HOOKWIRE_WRITE").is_ok_and(|it| it == "1") {
        std::fs::write(&path, format!("{:#}\n", sorted(value))).expect("the fixture is written");
    }
    let recorded: Value =
        std::fs::read(&path).map_or(Value::Null, |bytes| serde_json::from_slice(&bytes).unwrap());
    let differences = differences("", &recorded, value);
    assert!(differences.is_empty(), "{name} differs (recorded, now):\n{}", differences.join("\n"));
}

fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<_> = fields.keys().collect();
            names.sort();
            names.into_iter().map(|name| (name.clone(), sorted(&fields[name]))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        plain => plain.clone(),
    }
}

fn differences(path: &str, recorded: &Value, now: &Value) -> Vec<String> {
    match (recorded, now) {
        (Value::Object(a), Value::Object(b)) => {
            let names: std::collections::BTreeSet<_> = a.keys().chain(b.keys()).collect();
            let null = Value::Null;
            names
                .into_iter()
                .flat_map(|name| {
                    let path = format!("{path}/{name}");
                    match (a.get(name), b.get(name)) {
                        (Some(a), Some(b)) => differences(&path, a, b),
                        (a, b) => vec![format!("{path}: {} → {}", a.unwrap_or(&null), b.unwrap_or(&null))],
                    }
                })
                .collect()
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate();
            pairs.flat_map(|(at, (a, b))| differences(&format!("{path}/{at}"), a, b)).collect()
        }
        (a, b) if a == b => Vec::new(),
        (a, b) => vec![format!("{path}: {a} → {b}")],
    }
}

/// Replaces what is prose, or differs from run to run, by the name of its type.
fn masked(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mask = |(name, value): (String, Value)| {
                // The id of a plugin or a model is a name; that of anything kept is made up.
                let made_up = |id: &str| id.len() > 20 || id.starts_with("call");
                let random =
                    ["id", "approval"].contains(&name.as_str()) && value.as_str().is_some_and(made_up);
                let value =
                    if random || VARIABLE.contains(&name.as_str()) { kind(value) } else { masked(value) };
                (name, value)
            };
            fields.into_iter().map(mask).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.into_iter().map(masked).collect(),
        plain => plain,
    }
}

fn kind(value: Value) -> Value {
    match value {
        Value::String(_) => "<string>".into(),
        Value::Number(_) => "<number>".into(),
        Value::Bool(_) => "<bool>".into(),
        Value::Array(_) => "<array>".into(),
        // A session in a list is masked field by field.
        object @ Value::Object(_) => masked(object),
        Value::Null => Value::Null,
    }
}

/// Removes the prose from the `OpenAPI` document; a property may be called `description`, too.
fn without_prose(value: Value, named: bool) -> Value {
    match value {
        Value::Object(fields) => {
            let prose = |name: &str| ["description", "summary", "version"].contains(&name);
            let kept = fields.into_iter().filter(|(name, value)| named || !prose(name) || !value.is_string());
            let inner = kept.map(|(name, value)| {
                let holds_names = !named && ["properties", "schemas", "paths"].contains(&name.as_str());
                let value = without_prose(value, holds_names);
                (name, value)
            });
            inner.collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.into_iter().map(|item| without_prose(item, false)).collect(),
        plain => plain,
    }
}

#[tokio::test]
async fn the_description_is_the_recorded_one() {
    let server = server(&[]).await;
    let api = server.send(&get("/openapi.json")).await.json();
    compare("openapi.json", &without_prose(api, false));
}

/// The bodies that were received, by what was asked.
struct Bodies<'a> {
    server: &'a TestServer,
    found: Map<String, Value>,
}

impl Bodies<'_> {
    async fn ask(&mut self, name: &str, call: Call) -> Value {
        let body = self.server.send(&call).await.json();
        self.found.insert(name.into(), masked(body.clone()));
        body
    }

    async fn stream(&mut self, name: &str, message: &str) -> Vec<Value> {
        let events =
            post("/v1/stream", &json!({ "message": message })).open(self.server.at).await.events().await;
        let events: Vec<_> = events.into_iter().map(|event| event.data).collect();
        self.found.insert(name.into(), masked(events.clone().into()));
        events
    }
}

#[tokio::test]
async fn every_body_is_the_recorded_one() {
    let server = server(&["approvals.expire=50ms"]).await;
    let mut bodies = Bodies { server: &server, found: Map::new() };
    bodies.ask("GET /health", get("/health")).await;
    bodies.ask("GET /ready", get("/ready")).await;
    bodies.stream("POST /v1/stream, reasoning", "think").await;
    bodies.stream("POST /v1/stream, broken off", "stutter").await;
    bodies.stream("POST /v1/stream, failed", "break").await;
    let asked = bodies.stream("POST /v1/stream, approval", "shred it").await;
    let approval = asked.iter().find(|event| event["type"] == "approval").expect("it is asked");
    let approval = approval["approval"]["id"].as_str().expect("an id");
    bodies.ask("GET /v1/approvals", get("/v1/approvals?pending=false")).await;
    bodies.ask("GET /v1/approvals/{id}", get(&format!("/v1/approvals/{approval}"))).await;
    let late = post(&format!("/v1/approvals/{approval}"), &json!({ "approve": true, "scope": "tool" }));
    let late = bodies.server.send(&late).await;
    assert_eq!(late.code(), (409, "answered".into()));
    let said = bodies.ask("POST /v1/chat", post("/v1/chat", &json!({ "message": "look it up" }))).await;
    let session = format!("/v1/sessions/{}", said["session"].as_str().expect("a session"));
    bodies.ask("GET /v1/sessions", get("/v1/sessions?limit=1")).await;
    bodies.ask("GET /v1/sessions/{id}", get(&format!("{session}?limit=3"))).await;
    bodies.ask("GET /v1/sessions/{id}/export", get(&format!("{session}/export"))).await;
    bodies.ask("GET /v1/sessions/{id}/turns", get(&format!("{session}/turns"))).await;
    bodies.ask("POST /v1/sessions/{id}/cancel", call("POST", &format!("{session}/cancel"))).await;
    bodies.ask("POST /v1/sessions/{id}/close", call("POST", &format!("{session}/close"))).await;
    bodies.ask("404", get("/v1/sessions/none")).await;
    let schedule = json!({ "message": "late", "at": 9_000_000_000_000_i64, "every_ms": 60_000 });
    bodies.ask("POST /v1/schedules", post("/v1/schedules", &schedule)).await;
    bodies.ask("GET /v1/schedules", get("/v1/schedules")).await;
    bodies.ask("GET /v1/plugins", get("/v1/plugins")).await;
    bodies.ask("GET /v1/plugins/{id}", get("/v1/plugins/desk")).await;
    bodies.ask("GET /v1/hooks", get("/v1/hooks?point=tool.gate")).await;
    bodies.ask("GET /v1/models", get("/v1/models")).await;
    bodies.ask("GET /v1/models/{model}", get("/v1/models/default")).await;
    bodies.ask("404 of OpenAI", get("/v1/models/none")).await;
    let completion = json!({ "model": "default", "messages": [{ "role": "user", "content": "hi" }] });
    bodies.ask("POST /v1/chat/completions", post("/v1/chat/completions", &completion)).await;
    let mut found = bodies.found;
    let commands = server.send(&get("/v1/commands")).await.json();
    let own = commands["commands"].as_array().expect("commands").iter().find(|it| it["name"] == "time");
    found.insert("GET /v1/commands, one".into(), masked(own.cloned().unwrap_or_default()));
    compare("bodies.json", &found.into());
}
