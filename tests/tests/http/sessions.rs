//! What is kept can be seen, page by page, and ended.

use crate::server::{TestServer, server};
use crate::wire::{call, get, post};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

async fn say(server: &TestServer, body: Value) -> String {
    let outcome = server.send(&post("/v1/chat", &body)).await.json();
    outcome["session"].as_str().unwrap_or_else(|| panic!("{outcome}")).to_owned()
}

#[tokio::test]
async fn sessions_come_page_by_page_and_none_is_missing() {
    let server = server(&[]).await;
    let mut made = BTreeSet::new();
    for number in 0..23 {
        made.insert(say(&server, json!({ "message": format!("number {number}") })).await);
    }
    let (mut seen, mut next) = (Vec::new(), String::new());
    loop {
        let page = server.send(&get(&format!("/v1/sessions?limit=5{next}"))).await.json();
        let ids = page["sessions"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned());
        seen.extend(ids);
        let Some(before) = page["next"].as_i64() else { break };
        next = format!("&before={before}");
    }
    assert_eq!(seen.len(), made.len());
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), made);
}

#[tokio::test]
async fn a_session_shows_its_messages_turns_and_trace() {
    let server = server(&[]).await;
    let id = say(&server, json!({ "message": "look it up" })).await;
    say(&server, json!({ "message": "thanks", "session": id })).await;
    let path = format!("/v1/sessions/{id}");
    let first = server.send(&get(&format!("{path}?limit=2"))).await.json();
    assert_eq!(first["messages"][0]["text"], "look it up");
    let rest = server.send(&get(&format!("{path}?after={}", first["next"]))).await.json();
    assert_eq!(rest["messages"].as_array().unwrap().last().unwrap()["text"], "thanks");
    assert_eq!(rest["next"], Value::Null);
    let turns = server.send(&get(&format!("{path}/turns"))).await.json();
    assert_eq!((&turns["turns"][1]["turn"], &turns["turns"][1]["state"]), (&json!(2), &json!("ended")));
    let trace = server.send(&get(&format!("{path}/turns/1/trace"))).await.json();
    assert!(trace.as_array().unwrap().iter().any(|step| step["point"] == "tool.gate"), "{trace}");
    assert_eq!(
        server.send(&get(&format!("{path}/turns/9/trace"))).await.code(),
        (404, "unknown_turn".into())
    );
    let export = server.send(&get(&format!("{path}/export"))).await;
    assert!(export.header("content-disposition").unwrap().contains(&id));
    let export = export.json();
    assert_eq!(export["messages"].as_array().unwrap().len(), 6);
    assert_eq!(export["turns"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_session_is_closed_and_deleted() {
    let server = server(&[]).await;
    let id = say(&server, json!({ "message": "hi" })).await;
    let closed = server.send(&post(&format!("/v1/sessions/{id}/close"), &json!({}))).await.json();
    assert!(closed["closed_at"].is_i64());
    let refused = server.send(&post("/v1/chat", &json!({ "message": "hi", "session": id }))).await;
    assert_eq!(refused.code(), (409, "session_closed".into()));
    assert_eq!(server.send(&call("DELETE", &format!("/v1/sessions/{id}"))).await.status, 204);
    assert_eq!(server.send(&get(&format!("/v1/sessions/{id}"))).await.status, 404);
}

#[tokio::test]
async fn a_turn_is_cancelled_and_a_running_session_can_be_deleted() {
    let server = server(&[]).await;
    for delete in [false, true] {
        let mut stream = post("/v1/stream", &json!({ "message": "forever" })).open(server.at).await;
        let accepted = stream.event().await.unwrap();
        let path = format!("/v1/sessions/{}", accepted.data["session"].as_str().unwrap());
        if delete {
            assert_eq!(server.send(&call("DELETE", &path)).await.status, 204);
        } else {
            let cancelled = server.send(&post(&format!("{path}/cancel"), &json!({}))).await.json();
            assert_eq!(cancelled, json!({ "cancelled": 1 }));
        }
        assert_eq!(stream.events().await.last().unwrap().data["end"], "cancelled");
    }
}

#[tokio::test]
async fn plugins_hooks_and_numbers_can_be_seen() {
    let server = server(&[]).await;
    let plugins = server.send(&get("/v1/plugins")).await.json();
    assert_eq!(
        (&plugins["plugins"][0]["id"], &plugins["plugins"][0]["status"]),
        (&json!("desk"), &json!("live"))
    );
    let desk = server.send(&get("/v1/plugins/desk")).await.json();
    assert_eq!(desk["tools"][0]["name"], "look");
    let hooks = server.send(&get("/v1/hooks?point=tool.gate")).await.json();
    assert_eq!(hooks[0]["hooks"][0]["hook"], "guard");
    say(&server, json!({ "message": "count me" })).await;
    let metrics = server.send(&get("/metrics")).await.text();
    let counted = "hookwire_http_requests_total{method=\"POST\",route=\"/v1/chat\",status=\"200\"}";
    assert!(metrics.contains(counted), "{metrics}");
    assert!(metrics.contains("hookwire_turns_total"), "{metrics}");
}

#[tokio::test]
async fn a_plugin_that_is_switched_off_or_on_is_disabled_or_live_everywhere() {
    let server = server(&[]).await;
    let plugins = server.agent.plugins();
    for is_disabled in [false, true, false] {
        if is_disabled {
            plugins.disable("desk").await.unwrap();
        } else {
            plugins.enable("desk").await.unwrap();
        }
        let status = json!(if is_disabled { "disabled" } else { "live" });
        let desk = server.send(&get("/v1/plugins/desk")).await.json();
        assert_eq!((&desk["status"], &desk["disabled"]), (&status, &json!(is_disabled)));
        assert_eq!(desk["hooks"][0]["disabled"], is_disabled);
        let plugins = server.send(&get("/v1/plugins")).await.json();
        assert_eq!(plugins["plugins"][0]["disabled"], is_disabled);
        let hooks = server.send(&get("/v1/hooks?point=tool.gate")).await.json();
        assert_eq!(hooks[0]["hooks"][0]["disabled"], is_disabled);
    }
}

#[tokio::test]
async fn what_strangers_and_models_make_up_is_counted_without_its_name() {
    let server = server(&[]).await;
    assert_eq!(server.send(&call("BREW", "/v1/chat")).await.status, 405);
    say(&server, json!({ "message": "imagine" })).await;
    let metrics = server.send(&get("/metrics")).await.text();
    assert!(metrics.contains("method=\"other\"") && !metrics.contains("BREW"), "{metrics}");
    assert!(metrics.contains("tool=\"unknown\"") && !metrics.contains("imaginary_tool"), "{metrics}");
}

#[tokio::test]
async fn the_description_names_every_route_and_all_its_references_resolve() {
    let server = server(&[]).await;
    let api = server.send(&get("/openapi.json")).await.json();
    let text = api.to_string();
    assert!(!text.contains("\"inside\""), "that is the host's own business");
    for found in text.match_indices("\"$ref\":\"#") {
        let pointer = text[found.0 + 9..].split('"').next().unwrap();
        assert!(api.pointer(pointer).is_some(), "{pointer} leads nowhere");
    }
    let mut routes = 0;
    for (path, methods) in api["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            assert!(
                operation["responses"]["default"].is_object(),
                "{method} {path} does not say how it fails"
            );
            assert!(operation["summary"].is_string(), "{method} {path}");
            let path = path.replace("{turn}", "1").replace(['{', '}'], "x");
            let answer = server
                .send(&call(&method.to_uppercase(), &path).header("content-type", "application/json"))
                .await;
            assert!(answer.status != 405 && !answer.text().contains("unknown_route"), "{method} {path}");
            routes += 1;
        }
    }
    assert_eq!(routes, 44);
}

#[tokio::test]
async fn a_schedule_is_made_fires_its_message_and_is_called_off() {
    let server = server(&[]).await;
    let hourly = json!({ "message": "every hour", "every_ms": 3_600_000 });
    let made = server.send(&post("/v1/schedules", &hourly)).await;
    assert_eq!(made.status, 201);
    let id = made.json()["id"].as_str().unwrap().to_owned();
    let fired = async {
        loop {
            let page = server.send(&get("/v1/sessions")).await.json();
            if !page["sessions"].as_array().unwrap().is_empty() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), fired).await.expect("the message is sent");
    assert_eq!(server.send(&get("/v1/schedules")).await.json()["schedules"][0]["name"], "every hour");
    assert_eq!(server.send(&call("DELETE", &format!("/v1/schedules/{id}"))).await.status, 204);
    let gone = server.send(&call("DELETE", &format!("/v1/schedules/{id}"))).await;
    assert_eq!(gone.code(), (404, "unknown_schedule".into()));
    let often = json!({ "message": "now and now", "every_ms": 5 });
    assert_eq!(server.send(&post("/v1/schedules", &often)).await.code(), (400, "bad_schedule".into()));
    let nobody = json!({ "message": "hi", "agent": "nobody" });
    assert_eq!(server.send(&post("/v1/schedules", &nobody)).await.code(), (404, "unknown_agent".into()));
}
