use crate::samples::{approval, begun, finished, inbox_message, owner, schedule, session};
use hookwire::points::{Message, MessageRole};
use hookwire_host::engine::store::{Owner, Page, Session, Store, StoreError};
use serde_json::json;
use std::sync::Arc;

type Any = Arc<dyn Store>;

fn ids(sessions: &[Session]) -> Vec<&str> {
    sessions.iter().map(|session| session.id.as_str()).collect()
}

pub(crate) async fn a_store_says_where_it_is_and_answers(store: Any) {
    assert!(!store.location().is_empty());
    store.ping().await.unwrap();
}

pub(crate) async fn a_session_is_opened_once(store: Any) {
    let first = session("s", 10);
    assert_eq!(store.open_session(&first).await.unwrap(), first);
    let second = Session::new("s", owner("bob"), "other", 99);
    assert_eq!(store.open_session(&second).await.unwrap(), first);
    assert_eq!(store.session("s").await.unwrap(), Some(first));
}

pub(crate) async fn a_session_that_is_not_there_is_none(store: Any) {
    assert_eq!(store.session("none").await.unwrap(), None);
    assert_eq!(store.messages("none", 0, 10).await.unwrap(), []);
    assert_eq!(store.turns("none").await.unwrap(), []);
    assert!(!store.close_session("none", false, 1).await.unwrap());
    assert!(!store.delete_session("none").await.unwrap());
    let error = store.summarise("none", "all", 1).await.unwrap_err();
    assert!(matches!(error, StoreError::Unknown { what: "session", id } if id == "none"));
}

pub(crate) async fn sessions_are_listed_the_latest_first_page_by_page(store: Any) {
    for (id, at) in [("b", 2), ("d", 4), ("a", 1), ("c", 3), ("c2", 3)] {
        store.open_session(&session(id, at)).await.unwrap();
    }
    let first = store.sessions(None, &Page { before: None, limit: 3 }).await.unwrap();
    assert_eq!(ids(&first), ["d", "c2", "c"]);
    let next = Page { before: Some(first[2].active_at), limit: 3 };
    assert_eq!(ids(&store.sessions(None, &next).await.unwrap()), ["b", "a"]);
}

pub(crate) async fn an_owner_sees_only_what_is_theirs(store: Any) {
    store.open_session(&session("of ann", 1)).await.unwrap();
    store.open_session(&Session::new("of nobody", Owner::default(), "default", 2)).await.unwrap();
    let elsewhere = Owner { tenant: "other".to_owned(), user: "ann".to_owned() };
    store.open_session(&Session::new("elsewhere", elsewhere, "default", 3)).await.unwrap();
    let page = Page { before: None, limit: 9 };
    assert_eq!(ids(&store.sessions(Some(&owner("ann")), &page).await.unwrap()), ["of ann"]);
    assert_eq!(ids(&store.sessions(Some(&Owner::default()), &page).await.unwrap()), ["of nobody"]);
    let before = Page { before: Some(1), limit: 9 };
    assert_eq!(store.sessions(Some(&owner("ann")), &before).await.unwrap(), []);
}

pub(crate) async fn a_session_is_closed_once(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    assert!(store.close_session("s", false, 70).await.unwrap());
    assert!(!store.close_session("s", false, 80).await.unwrap());
    assert_eq!(store.session("s").await.unwrap().unwrap().closed_at, Some(70));
}

pub(crate) async fn a_session_in_which_something_waits_does_not_expire(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    store.accept(&inbox_message("p", "s")).await.unwrap();
    assert!(!store.close_session("s", true, 70).await.unwrap());
    let turn = store.begin_turn("p", 30).await.unwrap().turn;
    assert!(!store.close_session("s", true, 70).await.unwrap());
    store.finish_turn(&finished("s", turn)).await.unwrap();
    assert!(store.close_session("s", true, 70).await.unwrap());
}

pub(crate) async fn only_quiet_open_sessions_are_idle(store: Any) {
    for (id, at) in [("later", 60), ("old", 2), ("older", 1), ("closed", 1), ("waits", 1), ("done", 1)] {
        store.open_session(&session(id, at)).await.unwrap();
    }
    store.close_session("closed", false, 3).await.unwrap();
    store.accept(&inbox_message("p", "waits")).await.unwrap();
    let turn = begun(&*store, "q", "done").await;
    store.finish_turn(&finished("done", turn)).await.unwrap();
    assert_eq!(ids(&store.idle_sessions(60, 9).await.unwrap()), ["older", "old", "done"]);
    assert_eq!(ids(&store.idle_sessions(60, 1).await.unwrap()), ["older"]);
}

pub(crate) async fn a_session_takes_everything_with_it(store: Any) {
    let turn = begun(&*store, "p", "s").await;
    store.append_journal("s", turn, "step", &json!(1)).await.unwrap();
    store.accept(&inbox_message("q", "s")).await.unwrap();
    store.put_blob("s", "big", "text").await.unwrap();
    store.request_approval(&approval("a", "s")).await.unwrap();
    let mut of_session = schedule("t", 1);
    of_session.session = Some("s".to_owned());
    store.add_schedule(&of_session).await.unwrap();
    begun(&*store, "other", "kept").await;

    assert!(store.delete_session("s").await.unwrap());
    assert!(!store.delete_session("s").await.unwrap());

    assert_eq!(store.session("s").await.unwrap(), None);
    assert_eq!(store.messages("s", 0, 9).await.unwrap(), []);
    assert_eq!(store.turns("s").await.unwrap(), []);
    assert_eq!(store.journal("s", turn).await.unwrap(), []);
    assert_eq!(store.blob("s", "big").await.unwrap(), None);
    assert_eq!(store.approval("a").await.unwrap(), None);
    assert_eq!(store.schedules(None).await.unwrap(), []);
    assert!(matches!(store.finish_turn(&finished("s", turn)).await, Err(StoreError::Unknown { .. })));
    assert!(matches!(store.begin_turn("q", 1).await, Err(StoreError::Unknown { what: "message", .. })));
    let waiting = store.unanswered().await.unwrap();
    assert_eq!(waiting.iter().map(|it| it.id.as_str()).collect::<Vec<_>>(), ["other"]);
}

pub(crate) async fn a_summary_gives_way_only_to_one_that_stands_for_more(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    store.summarise("s", "of six", 6).await.unwrap();
    store.summarise("s", "of four", 4).await.unwrap();
    let kept = store.session("s").await.unwrap().unwrap();
    assert_eq!((kept.summary.as_str(), kept.summarised), ("of six", 6));
    store.summarise("s", "of nine", 9).await.unwrap();
    let kept = store.session("s").await.unwrap().unwrap();
    assert_eq!((kept.summary.as_str(), kept.summarised), ("of nine", 9));
}

pub(crate) async fn a_session_has_a_label(store: Any) {
    let labelled = Session { label: "tea".into(), ..session("s", 10) };
    assert_eq!(store.open_session(&labelled).await.unwrap().label, "tea");
    store.open_session(&session("t", 11)).await.unwrap();
    for label in ["coffee", "", "ein \"Tee\" für zwei"] {
        assert!(store.label_session("s", label).await.unwrap());
        assert_eq!(
            store.session("s").await.unwrap(),
            Some(Session { label: label.into(), ..session("s", 10) })
        );
    }
    assert_eq!(store.session("t").await.unwrap(), Some(session("t", 11)));
    assert!(!store.label_session("none", "tea").await.unwrap());
}

pub(crate) async fn a_message_is_added_outside_of_turns(store: Any) {
    let mut note = Message::new(MessageRole::Assistant, "ding");
    note.plugin = Some("bell".into());
    store.open_session(&session("s", 10)).await.unwrap();
    store.add_message("s", &note, 20).await.unwrap();
    let turn = begun(&*store, "p", "s").await;
    store.add_message("s", &note, 50).await.unwrap();
    store.finish_turn(&finished("s", turn)).await.unwrap();
    store.add_message("s", &note, 5).await.unwrap();
    let messages = store.messages("s", 0, 99).await.unwrap();
    let numbers: Vec<_> = messages.iter().map(|it| it.seq).collect();
    assert_eq!(numbers, (1..=messages.len() as u64).collect::<Vec<_>>());
    let sent: Vec<_> =
        messages.iter().filter(|it| it.message == note).map(|it| (it.seq, it.turn, it.at)).collect();
    assert_eq!(sent, [(1, 0, 20), (3, 1, 50), (messages.len() as u64, 1, 5)]);
    assert!(store.session("s").await.unwrap().unwrap().active_at >= 50, "the time does not go back");
    let error = store.add_message("none", &note, 1).await.unwrap_err();
    assert!(matches!(error, StoreError::Unknown { what: "session", id } if id == "none"));
}
