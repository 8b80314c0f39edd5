//! Hooks see for whom a turn runs.

use crate::server::{Desk, TestServer, host_with, serving, token};
use crate::wire::post;
use hookwire::cx::{Cx, Identity};
use hookwire::plugin::Plugin;
use hookwire::points::{Inbound, MessageReceived, ModelRequest, Review, ToolCall, TurnComplete};
use hookwire::{Verdict, plugin};
use hookwire_host::engine::store::Owner;
use serde_json::json;
use std::sync::Mutex;

/// The point of a hook, with tenant and user as the hook saw them.
type Seen = (&'static str, Option<String>, Option<String>);

static SEEN: Mutex<Vec<Seen>> = Mutex::new(Vec::new());
static IDENTITIES: Mutex<Vec<(&str, Identity)>> = Mutex::new(Vec::new());

fn note(point: &'static str, cx: &Cx) {
    let identity = cx.identity();
    IDENTITIES.lock().unwrap().push((point, identity.clone()));
    SEEN.lock().unwrap().push((point, identity.tenant.clone(), identity.user.clone()));
}

#[derive(Debug, Default)]
struct Witness;

#[plugin(id = "witness")]
impl Witness {
    #[hook("inbound.received")]
    fn received(&self, _: &mut Inbound, cx: &Cx) {
        note("inbound.received", cx);
    }

    #[hook("message.received")]
    fn message(&self, _: &MessageReceived, cx: &Cx) {
        note("message.received", cx);
    }

    #[hook("model.before")]
    fn model(&self, _: &mut ModelRequest, cx: &Cx) {
        note("model.before", cx);
    }

    #[hook("tool.gate")]
    fn gate(&self, _: &ToolCall, cx: &Cx) -> Verdict {
        note("tool.gate", cx);
        Verdict::Allow
    }

    #[hook("answer.review")]
    fn review(&self, _: &mut Review, cx: &Cx) {
        note("answer.review", cx);
    }

    #[hook("turn.complete")]
    fn complete(&self, _: &TurnComplete, cx: &Cx) {
        note("turn.complete", cx);
    }
}

const POINTS: [&str; 6] =
    ["inbound.received", "message.received", "model.before", "tool.gate", "answer.review", "turn.complete"];

async fn seen_by_hooks(server: &TestServer, token: Option<&str>) -> Vec<Seen> {
    SEEN.lock().unwrap().clear();
    IDENTITIES.lock().unwrap().clear();
    let mut chat = post("/v1/chat", &json!({ "message": "look it up" }));
    if let Some(token) = token {
        chat = chat.header("authorization", &format!("Bearer {token}"));
    }
    assert_eq!(server.send(&chat).await.json()["end"], "completed");
    // Observers of a turn that has ended may run behind its end.
    for _ in 0..500 {
        if SEEN.lock().unwrap().iter().any(|(point, ..)| *point == "turn.complete") {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    SEEN.lock().unwrap().clone()
}

#[tokio::test]
async fn the_hooks_of_a_turn_see_the_tenant_and_the_user_of_the_token() {
    let server = serving(host_with(&[Desk::MANIFEST, Witness::MANIFEST], &[]).await).await;
    let token = token(&server.agent, &Owner { tenant: "acme".into(), user: "ann".into() }).await;
    let (tenant, user) = (Some("acme".to_owned()), Some("ann".to_owned()));
    let seen = seen_by_hooks(&server, Some(&token)).await;
    for point in POINTS {
        assert!(seen.contains(&(point, tenant.clone(), user.clone())), "{point} is missing in {seen:?}");
    }
    assert!(seen.iter().all(|(_, had, who)| (had, who) == (&tenant, &user)), "{seen:?}");
    every_hook_of_a_turn_has_its_channel_request_turn_and_run();
    let seen = seen_by_hooks(&server, None).await;
    let local =
        |tenant: &Option<String>, user: &Option<String>| tenant.as_deref() == Some("local") && user.is_some();
    assert!(seen.iter().all(|(_, tenant, user)| local(tenant, user)), "{seen:?}");
}

fn every_hook_of_a_turn_has_its_channel_request_turn_and_run() {
    let seen = IDENTITIES.lock().unwrap().clone();
    let request = seen[0].1.request.clone().expect("the id of the message");
    for (point, identity) in seen {
        assert_eq!(identity.channel.as_deref(), Some("http"), "{point}");
        assert_eq!(identity.request.as_ref(), Some(&request), "{point}");
        if point == "inbound.received" {
            // There is no turn before the message is accepted.
            assert_eq!((identity.turn, identity.run), (None, None));
            continue;
        }
        let session = identity.session.expect("a session");
        assert_eq!((identity.turn, identity.run), (Some(1), Some(format!("{session}/1"))), "{point}");
    }
}
