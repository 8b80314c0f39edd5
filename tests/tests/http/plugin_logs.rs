//! What a plugin logs, over HTTP: everybody reads what was written for them.

use crate::server::{host_with, server, serving, token};
use crate::wire::{get, post};
use hookwire::{Cx, Plugin, plugin};
use hookwire_host::engine::store::Owner;
use serde_json::{Value, json};
use uuid::Uuid;

#[derive(Default)]
struct Scribe;

#[plugin(id = "scribe")]
impl Scribe {
    #[command("/log")]
    fn log(&self, args: &str, cx: &Cx) -> String {
        cx.info(args);
        cx.error(format!("no {args}"));
        String::new()
    }
}

fn texts(log: &Value) -> Vec<&str> {
    log["lines"].as_array().unwrap().iter().map(|line| line["message"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_caller_reads_the_lines_that_were_written_for_them() {
    let data = std::env::temp_dir().join(format!("hookwire-http-logs-{}", Uuid::now_v7()));
    std::fs::create_dir_all(&data).unwrap();
    let settings = format!("store.data={}", data.display());
    let server = serving(host_with(&[Scribe::MANIFEST], &[&settings]).await).await;
    let mut tokens = vec![None];
    for (tenant, user) in [("acme", "ann"), ("other", "ann")] {
        let owner = Owner { tenant: tenant.into(), user: user.into() };
        tokens.push(Some(token(&server.agent, &owner).await));
    }
    let path = "/v1/plugins/scribe/logs";
    for (name, token) in ["local", "ann", "other"].iter().zip(&tokens) {
        let bearer = token.as_ref().map(|token| format!("Bearer {token}"));
        let with = |call: crate::wire::Call| match &bearer {
            Some(bearer) => call.header("authorization", bearer),
            None => call,
        };
        server.send(&with(post("/v1/chat", &json!({ "message": format!("/log {name}") })))).await;
        let log = server.send(&with(get(path))).await.json();
        assert_eq!(texts(&log), [name.to_string(), format!("no {name}")]);
        let log = server.send(&with(get(&format!("{path}?level=error&limit=1")))).await.json();
        assert_eq!(texts(&log), [format!("no {name}")]);
        assert_eq!(log["lines"][0]["level"], "error");
        let log = server.send(&with(get(&format!("{path}?since=99999999999999")))).await.json();
        assert_eq!(log["lines"], json!([]));
    }
    let unknown = server.send(&get("/v1/plugins/nobody/logs")).await;
    assert_eq!(unknown.code(), (404, "unknown_plugin".to_owned()));
    assert_eq!(server.send(&get(&format!("{path}?level=loud"))).await.status, 400);
    std::fs::remove_dir_all(data).unwrap();
}

#[tokio::test]
async fn a_log_is_followed_until_the_host_stops() {
    let data = std::env::temp_dir().join(format!("hookwire-http-follow-{}", Uuid::now_v7()));
    std::fs::create_dir_all(&data).unwrap();
    let settings = format!("store.data={}", data.display());
    let server = serving(host_with(&[Scribe::MANIFEST], &[&settings]).await).await;
    let log = |text: &str| post("/v1/chat", &json!({ "message": format!("/log {text}") }));
    server.send(&log("one")).await;
    let mut lines = get("/v1/plugins/scribe/logs?follow=true&level=error").open(server.at).await;
    assert!(lines.headers.contains(&("content-type".into(), "text/event-stream".into())));
    let first = lines.event().await.unwrap();
    assert_eq!((&*first.name, &first.data["message"]), ("line", &json!("no one")));
    server.send(&log("two")).await;
    assert_eq!(lines.event().await.unwrap().data["message"], "no two");
    let (ended, _host) = server.stop();
    assert_eq!(lines.event().await, None);
    ended.await.unwrap().unwrap();
    std::fs::remove_dir_all(data).unwrap();
}

#[tokio::test]
async fn a_host_without_a_data_folder_keeps_no_logs() {
    let server = server(&[]).await;
    let answer = server.send(&get("/v1/plugins/desk/logs")).await;
    assert_eq!(answer.code(), (501, "no_logs".to_owned()));
}
