//! What belongs to somebody, and what an approval covers.

use crate::{calling, saying};
use hookwire::Verdict;
use hookwire::plugin;
use hookwire::points::ToolGate;
use hookwire_host::engine::store::Owner;
use hookwire_host::engine::{Event, Incoming, SendError};
use hookwire_tests::test_host::TestHost;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

fn ada_of(tenant: &str) -> Owner {
    Owner { tenant: tenant.into(), user: "ada".into() }
}

#[tokio::test]
async fn a_session_of_the_same_user_in_another_tenant_is_unknown() {
    let host = saying("hi").start().await;
    let by = |tenant: &str, incoming: Incoming| Incoming { owner: ada_of(tenant), ..incoming };
    let first = host.send(by("acme", TestHost::message("hello"))).await.unwrap();
    let session = first.session();
    for tenant in ["other", ""] {
        let refused = host.send(by(tenant, TestHost::reply(session, "hello"))).await.unwrap_err();
        assert!(matches!(refused, SendError::NoSession(_)), "{refused}");
        assert_eq!(host.agent().owned_session(session, &ada_of(tenant)).await.unwrap(), None);
    }
    assert!(host.agent().owned_session(session, &ada_of("acme")).await.unwrap().is_some());
    host.send(by("acme", TestHost::reply(session, "hello"))).await.unwrap();
}

#[tokio::test]
async fn the_same_key_of_the_same_user_in_another_tenant_is_another_message() {
    let host = saying("hi").start().await;
    let by =
        |tenant: &str| Incoming { key: Some("k".into()), owner: ada_of(tenant), ..TestHost::message("go") };
    let mut sessions = BTreeSet::new();
    for tenant in ["acme", "other", "", "acme"] {
        sessions.insert(host.send(by(tenant)).await.unwrap().session().to_owned());
    }
    assert_eq!(sessions.len(), 3);
}

#[tokio::test]
async fn the_sender_of_a_message_without_an_owner_is_its_user() {
    let host = saying("hi").start().await;
    host.send(Incoming { sender: "guest".into(), ..TestHost::message("go") }).await.unwrap();
    let seen = host.log.all().into_iter().filter(|seen| seen.identity.request.is_some());
    let users: BTreeSet<_> = seen.map(|seen| (seen.identity.tenant, seen.identity.user)).collect();
    assert_eq!(users, BTreeSet::from([(Some("local".into()), Some("guest".into()))]));
}

#[derive(Debug, Default)]
struct Files;

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
struct Removal {
    /// The files.
    paths: Vec<String>,
    /// How to remove them.
    how: How,
}

#[derive(Debug, Deserialize, Serialize, JsonSchema)]
struct How {
    /// Whether nobody can get them back.
    forever: bool,
}

#[plugin(id = "files")]
impl Files {
    /// Removes files.
    #[tool]
    fn remove(&self, args: Removal) -> hookwire::Result<String> {
        Ok(format!("{:?} {}", args.paths, args.how.forever))
    }
}

#[tokio::test]
async fn the_hash_of_an_approval_covers_lists_and_what_is_nested() {
    let call = |paths: &str, forever: bool| {
        format!("{{ tool = \"remove\", args = {{ paths = {paths}, how = {{ forever = {forever} }} }} }}")
    };
    let calls = [
        call(r#"["a", "b"]"#, false),
        call(r#"["a", "c"]"#, false),
        call(r#"["b", "a"]"#, false),
        call(r#"["a", "b"]"#, true),
        call(r#"["a", "b"]"#, false),
    ];
    let setup = calling(&calls.join(", ")).plugin::<Files>();
    let host = setup.gate::<ToolGate>(|_, _| Verdict::ask("sure?")).start().await;
    let heard = host.send(TestHost::message("go")).await.unwrap();
    let hash = |event: &Event| match event {
        Event::Approval { approval } => Some(approval.hash.clone()),
        _ => None,
    };
    let hashes: Vec<_> = heard.events.iter().filter_map(hash).collect();
    assert_eq!(hashes.len(), 5, "each call is asked for");
    assert_eq!(
        hashes.iter().collect::<BTreeSet<_>>().len(),
        4,
        "only the first and the last are the same call"
    );
}
