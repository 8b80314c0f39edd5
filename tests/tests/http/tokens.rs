//! Tokens open the door, each to its owner's things.

use crate::server::server;
use crate::wire::{Call, get, post};
use hookwire_host::engine::auth::create_token;
use hookwire_host::engine::store::Owner;
use serde_json::json;

fn owner(user: &str) -> Owner {
    Owner { tenant: "acme".into(), user: user.into() }
}

fn with(call: &Call, token: &str) -> Call {
    call.clone().header("authorization", &format!("Bearer {token}"))
}

#[tokio::test]
async fn a_door_with_tokens_opens_only_with_one_that_counts() {
    let host = crate::server::host(&["http.tokens=true"]).await;
    let store = host.engine().store();
    let ann = create_token(&**store, "ann", owner("ann"), None).await.unwrap();
    let old = create_token(&**store, "old", owner("old"), Some(1)).await.unwrap();
    let server = crate::server::serving(host).await;
    let list = get("/v1/sessions");
    for call in
        [list.clone(), with(&list, "hw_wrong"), with(&list, &old), get("/metrics"), get("/openapi.json")]
    {
        let refused = server.send(&call).await;
        assert_eq!(refused.code(), (401, "unauthorized".into()), "{call:?}");
        assert_eq!(refused.header("www-authenticate"), Some("Bearer"));
    }
    assert_eq!(server.send(&with(&list, &ann)).await.status, 200);
    assert_eq!(server.send(&get("/health")).await.status, 200);
    let kept = server.agent.store().tokens().await.unwrap();
    assert!(kept.iter().all(|token| !token.hash.contains(&ann[3..]) && token.hash.len() == 64));
    server.agent.store().remove_token("ann").await.unwrap();
    assert_eq!(server.send(&with(&list, &ann)).await.status, 401, "a token that is gone opens nothing");
}

#[tokio::test]
async fn nobody_sees_what_is_anothers() {
    let server = server(&[]).await;
    let store = server.agent.store();
    let ann = create_token(&**store, "ann", owner("ann"), None).await.unwrap();
    let bob = create_token(&**store, "bob", owner("bob"), None).await.unwrap();
    let said = server.send(&with(&post("/v1/chat", &json!({ "message": "my secret" })), &ann)).await.json();
    let session = said["session"].as_str().unwrap();
    let paths = ["", "/turns", "/turns/1/trace", "/export"];
    for path in paths.map(|path| format!("/v1/sessions/{session}{path}")) {
        assert_eq!(server.send(&with(&get(&path), &ann)).await.status, 200, "{path}");
        assert_eq!(
            server.send(&with(&get(&path), &bob)).await.code(),
            (404, "unknown_session".into()),
            "{path}"
        );
        assert_eq!(server.send(&get(&path)).await.status, 404, "{path}");
    }
    let go_on = post("/v1/chat", &json!({ "message": "hi", "session": session }));
    assert_eq!(server.send(&with(&go_on, &bob)).await.code(), (404, "unknown_session".into()));
    for change in ["close", "cancel"] {
        let change = post(&format!("/v1/sessions/{session}/{change}"), &json!({}));
        assert_eq!(server.send(&with(&change, &bob)).await.status, 404);
    }
    let delete = crate::wire::call("DELETE", &format!("/v1/sessions/{session}"));
    assert_eq!(server.send(&with(&delete, &bob)).await.status, 404);
    let listed = server.send(&with(&get("/v1/sessions"), &bob)).await.json();
    assert_eq!(listed["sessions"], json!([]));
    let key =
        |token| with(&post("/v1/chat", &json!({ "message": "x" })).header("idempotency-key", "same"), token);
    let (one, other) = (server.send(&key(&ann)).await.json(), server.send(&key(&bob)).await.json());
    assert_ne!(one["session"], other["session"], "a key is its owner's");
}

#[tokio::test]
async fn approvals_are_answered_by_their_owner() {
    let server = server(&[]).await;
    let store = server.agent.store();
    let ann = create_token(&**store, "ann", owner("ann"), None).await.unwrap();
    let bob = create_token(&**store, "bob", owner("bob"), None).await.unwrap();
    let mut stream = with(&post("/v1/stream", &json!({ "message": "shred it" })), &ann).open(server.at).await;
    let asked = loop {
        let event = stream.event().await.expect("an event");
        if event.name == "approval" {
            break event.data["approval"].clone();
        }
    };
    let path = format!("/v1/approvals/{}", asked["id"].as_str().unwrap());
    let yes = post(&path, &json!({ "approve": true }));
    assert_eq!(server.send(&with(&yes, &bob)).await.code(), (404, "unknown_approval".into()));
    let waiting = server.send(&with(&get("/v1/approvals"), &ann)).await.json();
    assert_eq!(waiting["approvals"][0]["call"]["tool"], "shred");
    let wrong = post(&path, &json!({ "approve": true, "scope": "always" }));
    assert!(server.send(&with(&wrong, &ann)).await.error().2.contains("`scope`: unknown variant `always`"));
    let answered = server.send(&with(&yes, &ann)).await.json();
    assert_eq!((&answered["state"], &answered["by"]), (&json!("approved"), &json!("ann")));
    assert_eq!(server.send(&with(&yes, &ann)).await.code(), (409, "answered".into()));
    let events = stream.events().await;
    assert!(events.iter().any(|event| event.name == "resolved"));
    assert_eq!(events.last().unwrap().data["response"], "so: letters are no more");
    let left = server.send(&with(&get("/v1/approvals"), &ann)).await.json();
    assert_eq!(left["approvals"], json!([]));
}

#[tokio::test]
async fn a_user_of_the_same_name_in_another_tenant_is_somebody_else() {
    let server = server(&[]).await;
    let elsewhere = Owner { tenant: "other".into(), user: "ann".into() };
    let store = server.agent.store();
    let ann = create_token(&**store, "ann", owner("ann"), None).await.unwrap();
    let other = create_token(&**store, "other", elsewhere, None).await.unwrap();
    let mut stream = with(&post("/v1/stream", &json!({ "message": "shred it" })), &ann).open(server.at).await;
    let asked = loop {
        let event = stream.event().await.expect("an event");
        if event.name == "approval" {
            break event.data["approval"].clone();
        }
    };
    let (id, session) = (asked["id"].as_str().unwrap(), asked["session"].as_str().unwrap());
    let seen = server.send(&with(&get(&format!("/v1/sessions/{session}")), &other)).await;
    assert_eq!(seen.code(), (404, "unknown_session".into()));
    let yes = post(&format!("/v1/approvals/{id}"), &json!({ "approve": true }));
    assert_eq!(server.send(&with(&yes, &other)).await.code(), (404, "unknown_approval".into()));
    let listed = |token: &str, what: &str| with(&get(&format!("/v1/{what}")), token);
    for (token, count) in [(&ann, 1), (&other, 0)] {
        for what in ["approvals", "sessions"] {
            let list = server.send(&listed(token, what)).await.json();
            assert_eq!(list[what].as_array().unwrap().len(), count, "{what}");
        }
    }
    assert_eq!(server.send(&with(&yes, &ann)).await.status, 200);
    stream.events().await;
}
