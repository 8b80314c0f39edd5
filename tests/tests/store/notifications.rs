use crate::samples::{begun, finished, inbox_message, session};
use hookwire_host::engine::store::{
    InboxMessage, Notification, PendingNotifications, Store, TurnEnd, TurnStart,
};
use serde_json::json;
use std::sync::Arc;

type Any = Arc<dyn Store>;

const FIRST: [Notification; 2] = [Notification::SessionStart, Notification::MessageReceived];

fn pending(notifications: &[Notification]) -> PendingNotifications {
    notifications.iter().fold(PendingNotifications::NONE, |pending, it| pending.with(*it))
}

fn resumed(turn: u64, ended: bool, notifications: &[Notification]) -> TurnStart {
    TurnStart { turn, resumed: true, ended, pending: pending(notifications) }
}

fn persisted(session: &str, turn: u64) -> TurnEnd {
    TurnEnd { notify_persisted: true, ..finished(session, turn) }
}

fn ids(messages: &[InboxMessage]) -> Vec<&str> {
    messages.iter().map(|message| message.id.as_str()).collect()
}

pub(crate) async fn the_first_turn_of_a_session_starts_it(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    for id in ["p", "q"] {
        store.accept(&inbox_message(id, "s")).await.unwrap();
    }
    assert_eq!(store.begin_turn("p", 40).await.unwrap().pending, pending(&FIRST));
    assert_eq!(store.begin_turn("q", 40).await.unwrap().pending, pending(&[Notification::MessageReceived]));
}

pub(crate) async fn a_notification_is_pending_until_it_is_marked(store: Any) {
    begun(&*store, "p", "s").await;
    assert_eq!(store.begin_turn("p", 50).await.unwrap(), resumed(1, false, &FIRST));
    for _ in 0..2 {
        store.mark_notified("s", 1, Notification::SessionStart).await.unwrap();
        let left = [Notification::MessageReceived];
        assert_eq!(store.begin_turn("p", 50).await.unwrap(), resumed(1, false, &left));
    }
    assert_eq!(store.unnotified().await.unwrap(), [], "a turn that runs is unanswered");
    store.mark_notified("s", 1, Notification::MessageReceived).await.unwrap();
    assert_eq!(store.begin_turn("p", 50).await.unwrap(), resumed(1, false, &[]));
    assert_eq!(ids(&store.unanswered().await.unwrap()), ["p"]);
}

pub(crate) async fn a_step_in_the_journal_follows_the_first_notifications(store: Any) {
    begun(&*store, "p", "s").await;
    store.append_journal("s", 1, "step", &json!(1)).await.unwrap();
    assert_eq!(store.begin_turn("p", 50).await.unwrap(), resumed(1, false, &[]));
}

pub(crate) async fn a_turn_that_ended_is_unnotified_until_it_is_marked(store: Any) {
    for (id, of) in [("p", "s"), ("q", "s"), ("r", "t")] {
        let turn = begun(&*store, id, of).await;
        assert!(store.finish_turn(&persisted(of, turn)).await.unwrap());
    }
    assert_eq!(store.unanswered().await.unwrap(), []);
    let expected = [inbox_message("p", "s"), inbox_message("q", "s"), inbox_message("r", "t")];
    assert_eq!(store.unnotified().await.unwrap(), expected);
    let start = store.begin_turn("q", 60).await.unwrap();
    assert_eq!(start, resumed(2, true, &[Notification::TurnPersisted]));
    for _ in 0..2 {
        store.mark_notified("s", 2, Notification::TurnPersisted).await.unwrap();
        assert_eq!(ids(&store.unnotified().await.unwrap()), ["p", "r"]);
    }
    assert_eq!(store.begin_turn("q", 60).await.unwrap(), resumed(2, true, &[]));
    assert!(store.close_session("t", true, 70).await.unwrap(), "an answered session may expire");
    store.delete_session("s").await.unwrap();
    assert_eq!(ids(&store.unnotified().await.unwrap()), ["r"]);
}

pub(crate) async fn a_turn_ends_without_a_notification_if_nobody_asks_for_one(store: Any) {
    let turn = begun(&*store, "p", "s").await;
    store.finish_turn(&finished("s", turn)).await.unwrap();
    assert!(!store.finish_turn(&persisted("s", turn)).await.unwrap());
    assert_eq!(store.unnotified().await.unwrap(), []);
    assert_eq!(store.begin_turn("p", 60).await.unwrap(), resumed(1, true, &[]));
}

pub(crate) async fn a_turn_that_is_not_there_cannot_be_marked(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    for (of, turn) in [("s", 0), ("s", 1), ("none", 1), ("s", u64::MAX)] {
        let error = store.mark_notified(of, turn, Notification::TurnPersisted).await.unwrap_err();
        assert_eq!(error.to_string(), format!("there is no turn `{of}/{turn}`"));
    }
}
