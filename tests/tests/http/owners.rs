//! What somebody has is theirs alone: neither another user's nor that of a user of the same name in another tenant.

use crate::server::{TestServer, server, token};
use crate::wire::{Answer, Call, call, get, post};
use hookwire_host::engine::store::Owner;
use serde_json::{Value, json};

/// One who has something, and those who must not see it: the tenant differs, the user does, or nobody is named.
struct Callers {
    server: TestServer,
    owner: String,
    others: [Option<String>; 4],
}

impl Callers {
    async fn new() -> Self {
        let server = server(&[]).await;
        let token = async |tenant: &str, user: &str| {
            token(&server.agent, &Owner { tenant: tenant.into(), user: user.into() }).await
        };
        let owner = token("acme", "ann").await;
        let others = [
            Some(token("other", "ann").await),
            Some(token("", "ann").await),
            Some(token("acme", "bob").await),
            None,
        ];
        Self { server, owner, others }
    }

    async fn as_owner(&self, call: &Call) -> Answer {
        self.send(call, Some(&self.owner)).await
    }

    async fn send(&self, call: &Call, token: Option<&String>) -> Answer {
        let call = match token {
            Some(token) => call.clone().header("authorization", &format!("Bearer {token}")),
            None => call.clone(),
        };
        self.server.send(&call).await
    }

    /// For all others something does not exist.
    async fn refuses_others(&self, call: &Call, code: &str) {
        for other in &self.others {
            let answer = self.send(call, other.as_ref()).await;
            assert_eq!(answer.code(), (404, code.to_owned()), "{call:?}: {}", answer.text());
        }
    }

    /// A list is empty for all others, and has something for the owner.
    async fn lists_nothing_to_others(&self, path: &str, name: &str) -> Value {
        for other in &self.others {
            let listed = self.send(&get(path), other.as_ref()).await.json();
            assert_eq!(listed[name], json!([]), "{path}");
        }
        let listed = self.as_owner(&get(path)).await.json();
        assert_ne!(listed[name], json!([]), "{path}");
        listed[name][0].clone()
    }
}

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name} in {value}"))
}

#[tokio::test]
async fn a_session_is_its_owners() {
    let callers = Callers::new().await;
    let said = callers.as_owner(&post("/v1/chat", &json!({ "message": "my secret" }))).await.json();
    let id = text(&said, "session");
    let path = format!("/v1/sessions/{id}");
    callers.lists_nothing_to_others("/v1/sessions", "sessions").await;
    for more in ["", "/turns", "/turns/1/trace", "/export"] {
        callers.refuses_others(&get(&format!("{path}{more}")), "unknown_session").await;
    }
    callers.refuses_others(&get(&format!("/v1/stream/{id}")), "unknown_session").await;
    for change in [
        call("DELETE", &path),
        call("POST", &format!("{path}/close")),
        call("POST", &format!("{path}/cancel")),
    ] {
        callers.refuses_others(&change, "unknown_session").await;
    }
    let go_on = json!({ "message": "and?", "session": id });
    for door in ["/v1/chat", "/v1/stream"] {
        callers.refuses_others(&post(door, &go_on), "unknown_session").await;
    }
    let openai = json!({ "model": "default", "messages": [{ "role": "user", "content": "and?" }] });
    let openai = post("/v1/chat/completions", &openai).header("x-session", id);
    callers.refuses_others(&openai, "unknown_session").await;
    let session = callers.as_owner(&get(&path)).await.json();
    assert_eq!(session["session"]["turns"], 1, "nobody else said anything in it");
    assert_eq!(session["session"]["closed_at"], Value::Null);
    assert_eq!(session["session"]["owner"], json!({ "tenant": "acme", "user": "ann" }));
}

#[tokio::test]
async fn a_key_is_its_owners() {
    let callers = Callers::new().await;
    let keyed = |text: &str| post("/v1/chat", &json!({ "message": text })).header("idempotency-key", "same");
    let first = callers.as_owner(&keyed("mine")).await.json();
    for other in &callers.others {
        let answer = callers.send(&keyed("another"), other.as_ref()).await.json();
        assert_eq!(answer["response"], "another");
        assert_ne!(answer["session"], first["session"]);
    }
}

#[tokio::test]
async fn an_approval_is_its_owners() {
    let callers = Callers::new().await;
    let ask = post("/v1/stream", &json!({ "message": "shred it" }))
        .header("authorization", &format!("Bearer {}", callers.owner));
    let mut stream = ask.open(callers.server.at).await;
    while stream.event().await.expect("an event").name != "approval" {}
    let asked = callers.lists_nothing_to_others("/v1/approvals", "approvals").await;
    let path = format!("/v1/approvals/{}", text(&asked, "id"));
    callers.refuses_others(&get(&path), "unknown_approval").await;
    let yes = post(&path, &json!({ "approve": true }));
    callers.refuses_others(&yes, "unknown_approval").await;
    assert_eq!(callers.as_owner(&get(&path)).await.json()["state"], "pending", "nobody else has answered");
    assert_eq!(callers.as_owner(&yes).await.json()["state"], "approved");
    callers.lists_nothing_to_others("/v1/approvals?pending=false", "approvals").await;
}

#[tokio::test]
async fn a_schedule_is_its_owners() {
    let callers = Callers::new().await;
    let late = json!({ "message": "late", "at": 9_000_000_000_000_i64 });
    let made = callers.as_owner(&post("/v1/schedules", &late)).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    callers.lists_nothing_to_others("/v1/schedules", "schedules").await;
    let cancel = call("DELETE", &format!("/v1/schedules/{}", text(&made, "id")));
    callers.refuses_others(&cancel, "unknown_schedule").await;
    let listed = callers.as_owner(&get("/v1/schedules")).await.json();
    assert_eq!(listed["schedules"][0]["id"], made["id"], "nobody else has cancelled it");
    assert_eq!(callers.as_owner(&cancel).await.status, 204);
}

#[tokio::test]
async fn nobody_makes_a_schedule_into_a_session_of_another() {
    let callers = Callers::new().await;
    let said = callers.as_owner(&post("/v1/chat", &json!({ "message": "mine" }))).await.json();
    let late = json!({ "message": "late", "at": 9_000_000_000_000_i64, "session": text(&said, "session") });
    let make = post("/v1/schedules", &late);
    callers.refuses_others(&make, "unknown_session").await;
    assert_eq!(callers.as_owner(&make).await.status, 201);
    let all = callers.server.agent.store().schedules(None).await.unwrap();
    assert_eq!(all.len(), 1, "{all:?}");
}
