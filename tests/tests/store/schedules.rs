use crate::samples::{owner, schedule, token};
use futures::future::join_all;
use hookwire_host::store::{Schedule, Store, StoreError, Token};
use std::sync::Arc;

type Any = Arc<dyn Store>;

pub(crate) async fn schedules_are_listed_the_next_first(store: Any) {
    let bobs = Schedule { owner: owner("bob"), every_ms: None, ..schedule("b", 5) };
    for one in [&schedule("c", 9), &bobs, &schedule("a", 9)] {
        store.add_schedule(one).await.unwrap();
    }
    let all = [bobs.clone(), schedule("a", 9), schedule("c", 9)];
    assert_eq!(store.schedules(None).await.unwrap(), all);
    assert_eq!(store.schedules(Some(&owner("bob"))).await.unwrap(), [bobs]);
    let error = store.add_schedule(&schedule("a", 1)).await.unwrap_err();
    assert_eq!(error.to_string(), "there is already a schedule `a`; take another name");
}

pub(crate) async fn a_schedule_moves_once(store: Any) {
    store.add_schedule(&schedule("a", 10)).await.unwrap();
    let advance = |_| {
        let store = Arc::clone(&store);
        tokio::spawn(async move { store.advance_schedule("a", 10, Some(20)).await.unwrap() })
    };
    let moved = join_all((0..8).map(advance)).await;
    assert_eq!(moved.into_iter().filter(|it| *it.as_ref().unwrap()).count(), 1);
    assert_eq!(store.schedules(None).await.unwrap(), [schedule("a", 20)]);
    assert!(!store.advance_schedule("a", 10, None).await.unwrap());
    assert!(store.advance_schedule("a", 20, None).await.unwrap());
    assert_eq!(store.schedules(None).await.unwrap(), []);
    assert!(!store.advance_schedule("a", 20, None).await.unwrap());
}

pub(crate) async fn a_schedule_is_removed_once(store: Any) {
    store.add_schedule(&schedule("a", 10)).await.unwrap();
    assert_eq!(store.remove_schedule("a").await.unwrap(), Some(schedule("a", 10)));
    assert_eq!(store.remove_schedule("a").await.unwrap(), None);
}

pub(crate) async fn a_schedule_for_no_session_is_refused(store: Any) {
    let lost = Schedule { session: Some("none".to_owned()), ..schedule("a", 10) };
    let error = store.add_schedule(&lost).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no session `none`");
}

pub(crate) async fn a_token_is_found_by_its_hash(store: Any) {
    for one in [&token("phone"), &token("Zoe"), &token("desk")] {
        store.add_token(one).await.unwrap();
    }
    assert_eq!(store.token("hash of desk").await.unwrap(), Some(token("desk")));
    assert_eq!(store.token("desk").await.unwrap(), None);
    assert_eq!(store.tokens().await.unwrap(), [token("Zoe"), token("desk"), token("phone")]);
    assert!(store.remove_token("desk").await.unwrap());
    assert!(!store.remove_token("desk").await.unwrap());
    assert_eq!(store.token("hash of desk").await.unwrap(), None);
}

pub(crate) async fn a_token_has_a_name_and_a_hash_of_its_own(store: Any) {
    store.add_token(&token("desk")).await.unwrap();
    let same_name = Token { hash: "other".to_owned(), ..token("desk") };
    let same_hash = Token { name: "other".to_owned(), ..token("desk") };
    for taken in [same_name, same_hash] {
        let error = store.add_token(&taken).await.unwrap_err();
        assert!(matches!(error, StoreError::Taken { what: "token", .. }), "{error}");
    }
    assert_eq!(store.tokens().await.unwrap(), [token("desk")]);
}
