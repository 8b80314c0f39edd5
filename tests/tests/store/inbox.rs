use crate::samples::{inbox_message, session};
use futures_util::future::join_all;
use hookwire_host::engine::store::{Acceptance, Duplicate, InboxMessage, Store, StoreError};
use std::sync::Arc;

type Any = Arc<dyn Store>;

pub(crate) async fn a_message_is_accepted_once_for_each_key(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    assert_eq!(store.accept(&inbox_message("p", "s")).await.unwrap(), Acceptance::New);
    let mut again = inbox_message("q", "s");
    again.key = inbox_message("p", "s").key;
    let known = |turn| {
        Acceptance::Duplicate(Duplicate { id: "p".to_owned(), digest: "digest of p".to_owned(), turn })
    };
    assert_eq!(store.accept(&again).await.unwrap(), known(None));
    assert_eq!(store.accept(&inbox_message("p", "s")).await.unwrap(), known(None));
    store.begin_turn("p", 30).await.unwrap();
    assert_eq!(store.accept(&again).await.unwrap(), known(Some(1)));
    assert_eq!(store.unanswered().await.unwrap(), [inbox_message("p", "s")]);
}

pub(crate) async fn a_key_is_known_also_in_a_closed_session(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    let key = inbox_message("p", "s").key;
    assert_eq!(store.duplicate("s", &key).await.unwrap(), None);
    store.accept(&inbox_message("p", "s")).await.unwrap();
    store.begin_turn("p", 30).await.unwrap();
    store.close_session("s", false, 40).await.unwrap();
    let known = Duplicate { id: "p".to_owned(), digest: "digest of p".to_owned(), turn: Some(1) };
    assert_eq!(store.duplicate("s", &key).await.unwrap(), Some(known));
    assert_eq!(store.duplicate("none", &key).await.unwrap(), None);
}

pub(crate) async fn a_key_counts_within_its_session(store: Any) {
    for id in ["s", "t"] {
        store.open_session(&session(id, 10)).await.unwrap();
    }
    let mut other = inbox_message("q", "t");
    other.key = inbox_message("p", "s").key;
    assert_eq!(store.accept(&inbox_message("p", "s")).await.unwrap(), Acceptance::New);
    assert_eq!(store.accept(&other).await.unwrap(), Acceptance::New);
}

pub(crate) async fn a_message_for_no_session_is_refused(store: Any) {
    let error = store.accept(&inbox_message("p", "none")).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no session `none`");
    assert_eq!(store.unanswered().await.unwrap(), []);
}

pub(crate) async fn an_id_that_is_taken_is_refused(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    store.accept(&inbox_message("p", "s")).await.unwrap();
    let other = InboxMessage { key: "another".to_owned(), ..inbox_message("p", "s") };
    let error = store.accept(&other).await.unwrap_err();
    assert!(matches!(error, StoreError::Taken { what: "message", id } if id == "p"));
}

pub(crate) async fn of_many_that_accept_one_key_at_once_one_is_new(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    let accept = |at: u32| {
        let store = Arc::clone(&store);
        let one = InboxMessage {
            key: "the same".to_owned(),
            digest: "d".to_owned(),
            ..inbox_message(&format!("p{at}"), "s")
        };
        tokio::spawn(async move { store.accept(&one).await.unwrap() })
    };
    let all: Vec<_> = join_all((0..12).map(accept)).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(all.iter().filter(|it| **it == Acceptance::New).count(), 1);
    let waiting = store.unanswered().await.unwrap();
    assert_eq!(waiting.len(), 1);
    let (id, digest) = (waiting[0].id.clone(), waiting[0].digest.clone());
    let known = Acceptance::Duplicate(Duplicate { id, digest, turn: None });
    assert_eq!(all.iter().filter(|it| **it == known).count(), 11);
}

pub(crate) async fn what_is_not_answered_comes_back_whole_in_the_order_it_came(store: Any) {
    let order = [("p9", "s"), ("p1", "t"), ("p5", "s")];
    for (id, of) in order {
        store.open_session(&session(of, 10)).await.unwrap();
        store.accept(&inbox_message(id, of)).await.unwrap();
    }
    store.begin_turn("p1", 30).await.unwrap();
    let expected = order.map(|(id, of)| inbox_message(id, of));
    assert_eq!(store.unanswered().await.unwrap(), expected);
}

pub(crate) async fn accepting_wakes_a_session(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    store.accept(&inbox_message("p", "s")).await.unwrap();
    assert_eq!(store.session("s").await.unwrap().unwrap().active_at, 20);
    let mut early = inbox_message("q", "s");
    early.received_at = 5;
    store.accept(&early).await.unwrap();
    assert_eq!(store.session("s").await.unwrap().unwrap().active_at, 20);
}
