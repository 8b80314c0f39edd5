use crate::samples::{answer, approval, owner, session};
use futures_util::future::join_all;
use hookwire_host::engine::store::{Approval, ApprovalState, Owner, Resolution, Scope, Store, StoreError};
use std::sync::Arc;

type Any = Arc<dyn Store>;

/// Asks for some approvals of one session.
async fn asked(store: &Any, ids: &[&str]) {
    store.open_session(&session("s", 10)).await.unwrap();
    for (at, id) in (30..).zip(ids) {
        store.request_approval(&Approval { asked_at: at, ..approval(id, "s") }).await.unwrap();
    }
}

fn ids(approvals: &[Approval]) -> Vec<&str> {
    approvals.iter().map(|it| it.id.as_str()).collect()
}

pub(crate) async fn a_call_is_asked_for_once(store: Any) {
    asked(&store, &["a"]).await;
    let again = Approval { id: "b".to_owned(), asked_at: 60, ..approval("a", "s") };
    assert_eq!(store.request_approval(&again).await.unwrap(), approval("a", "s"));
    let with_other_arguments = Approval { hash: "other".to_owned(), ..again.clone() };
    assert_eq!(store.request_approval(&with_other_arguments).await.unwrap(), with_other_arguments);
    let in_next_turn = Approval { id: "c".to_owned(), turn: 2, ..again };
    assert_eq!(store.request_approval(&in_next_turn).await.unwrap(), in_next_turn);
    assert_eq!(store.approval("a").await.unwrap(), Some(approval("a", "s")));
    let error = store.request_approval(&Approval { turn: 3, ..approval("a", "s") }).await.unwrap_err();
    assert!(matches!(error, StoreError::Taken { what: "approval", .. }));
}

pub(crate) async fn an_approval_for_no_session_is_refused(store: Any) {
    let error = store.request_approval(&approval("a", "none")).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no session `none`");
}

pub(crate) async fn approvals_are_listed_the_latest_first(store: Any) {
    asked(&store, &["z", "a", "m"]).await;
    let other = Approval { owner: owner("bob"), asked_at: 1, ..approval("bobs", "s") };
    store.request_approval(&other).await.unwrap();
    store.resolve_approval("a", &answer(true, Scope::Once, 50)).await.unwrap();
    assert_eq!(ids(&store.approvals(None, false, 9).await.unwrap()), ["m", "a", "z", "bobs"]);
    assert_eq!(ids(&store.approvals(Some(&owner("ann")), true, 9).await.unwrap()), ["m", "z"]);
    assert_eq!(ids(&store.approvals(Some(&owner("ann")), false, 1).await.unwrap()), ["m"]);
    assert_eq!(store.approvals(Some(&Owner::default()), false, 9).await.unwrap(), []);
}

pub(crate) async fn an_answer_counts_once(store: Any) {
    asked(&store, &["a"]).await;
    let expected = Approval {
        state: ApprovalState::Approved,
        by: Some("bob".to_owned()),
        scope: Scope::Same,
        ..approval("a", "s")
    };
    let first = store.resolve_approval("a", &answer(true, Scope::Same, 50)).await.unwrap();
    assert_eq!(first, Resolution::Now(expected.clone()));
    let second = store.resolve_approval("a", &answer(false, Scope::Once, 51)).await.unwrap();
    assert_eq!(second, Resolution::Before(expected.clone()));
    assert_eq!(store.approval("a").await.unwrap(), Some(expected));
    assert_eq!(
        store.resolve_approval("none", &answer(true, Scope::Once, 50)).await.unwrap(),
        Resolution::Unknown
    );
}

pub(crate) async fn of_many_answers_at_once_one_counts(store: Any) {
    asked(&store, &["a"]).await;
    let resolve = |at: u32| {
        let store = Arc::clone(&store);
        let mut said = answer(at.is_multiple_of(2), Scope::Once, 50);
        said.by = format!("person {at}");
        tokio::spawn(async move { store.resolve_approval("a", &said).await.unwrap() })
    };
    let all: Vec<_> = join_all((0..12).map(resolve)).await.into_iter().map(Result::unwrap).collect();
    let kept = store.approval("a").await.unwrap().unwrap();
    assert_eq!(all.iter().filter(|it| **it == Resolution::Now(kept.clone())).count(), 1);
    assert_eq!(all.iter().filter(|it| **it == Resolution::Before(kept.clone())).count(), 11);
}

pub(crate) async fn no_answer_counts_when_time_is_over(store: Any) {
    asked(&store, &["a"]).await;
    let late = store.resolve_approval("a", &answer(true, Scope::Tool, 100)).await.unwrap();
    assert!(matches!(late, Resolution::Before(it) if it.state == ApprovalState::Expired));
    assert_eq!(store.find_grant("s", "default", "shell", "hash").await.unwrap(), None);
    let expired = store.expire_approvals(100).await.unwrap();
    assert_eq!(ids(&expired), ["a"], "whoever waits for it is still to be told");
}

pub(crate) async fn what_is_over_expires_once(store: Any) {
    asked(&store, &["answered", "waits"]).await;
    store.request_approval(&Approval { expires_at: 101, ..approval("later", "s") }).await.unwrap();
    store.resolve_approval("answered", &answer(false, Scope::Once, 50)).await.unwrap();
    assert_eq!(store.expire_approvals(99).await.unwrap(), []);
    let expired = store.expire_approvals(100).await.unwrap();
    assert_eq!(ids(&expired), ["waits"]);
    assert_eq!(expired[0].state, ApprovalState::Expired);
    assert_eq!(store.approval("waits").await.unwrap().as_ref(), expired.first());
    assert_eq!(store.expire_approvals(100).await.unwrap(), []);
    let answered = store.approval("answered").await.unwrap().unwrap();
    assert_eq!(answered.state, ApprovalState::Denied);
}

pub(crate) async fn only_consent_goes_further_than_a_call(store: Any) {
    asked(&store, &["a"]).await;
    let said = store.resolve_approval("a", &answer(false, Scope::Tool, 50)).await.unwrap();
    assert!(matches!(said, Resolution::Now(it) if it.scope == Scope::Once));
    assert_eq!(store.find_grant("s", "default", "shell", "hash").await.unwrap(), None);
}

pub(crate) async fn a_grant_covers_what_it_says(store: Any) {
    asked(&store, &["once", "same"]).await;
    store.open_session(&session("t", 10)).await.unwrap();
    store.resolve_approval("once", &answer(true, Scope::Once, 50)).await.unwrap();
    assert_eq!(store.find_grant("s", "default", "shell", "hash").await.unwrap(), None);

    store.resolve_approval("same", &answer(true, Scope::Same, 50)).await.unwrap();
    let found = store.find_grant("s", "default", "shell", "hash").await.unwrap();
    assert_eq!(found.map(|it| it.id).as_deref(), Some("same"));
    let elsewhere = [
        ("s", "default", "shell", "other"),
        ("s", "default", "write", "hash"),
        ("s", "member", "shell", "hash"),
        ("t", "default", "shell", "hash"),
    ];
    for (session, agent, tool, hash) in elsewhere {
        assert_eq!(store.find_grant(session, agent, tool, hash).await.unwrap(), None);
    }

    store.request_approval(&approval("tool", "s")).await.unwrap();
    store.resolve_approval("tool", &answer(true, Scope::Tool, 50)).await.unwrap();
    let found = store.find_grant("s", "default", "shell", "other").await.unwrap();
    assert_eq!(found.map(|it| it.id).as_deref(), Some("tool"));
    for (session, agent, tool, hash) in &elsewhere[1..] {
        assert_eq!(store.find_grant(session, agent, tool, hash).await.unwrap(), None);
    }
}

pub(crate) async fn approvals_of_another_tenant_are_not_listed(store: Any) {
    asked(&store, &["a"]).await;
    let elsewhere = Owner { tenant: "other".to_owned(), user: "ann".to_owned() };
    let other = Approval { owner: elsewhere.clone(), ..approval("b", "s") };
    store.request_approval(&other).await.unwrap();
    for pending in [false, true] {
        assert_eq!(ids(&store.approvals(Some(&owner("ann")), pending, 9).await.unwrap()), ["a"]);
        assert_eq!(ids(&store.approvals(Some(&elsewhere), pending, 9).await.unwrap()), ["b"]);
    }
    assert_eq!(store.approval("b").await.unwrap().unwrap().owner, elsewhere);
}
