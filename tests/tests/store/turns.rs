use crate::samples::{begun, finished, inbox_message, session};
use futures_util::future::join_all;
use hookwire::points::{End, Message, MessageRole};
use hookwire_host::engine::store::{Notification, PendingNotifications, Store, TurnStart, TurnStatus};
use serde_json::json;
use std::sync::Arc;

type Any = Arc<dyn Store>;

const FIRST: PendingNotifications =
    PendingNotifications::NONE.with(Notification::SessionStart).with(Notification::MessageReceived);

pub(crate) async fn a_turn_begins_with_the_users_message(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    store.accept(&inbox_message("p", "s")).await.unwrap();
    let begun = store.begin_turn("p", 40).await.unwrap();
    assert_eq!(begun, TurnStart { turn: 1, resumed: false, ended: false, pending: FIRST });
    let messages = store.messages("s", 0, 9).await.unwrap();
    assert_eq!(messages.len(), 1);
    assert_eq!((messages[0].seq, messages[0].turn, messages[0].at), (1, 1, 40));
    assert_eq!(messages[0].message, Message::new(MessageRole::User, "text of p"));
    let kept = store.session("s").await.unwrap().unwrap();
    assert_eq!((kept.turns, kept.active_at), (1, 40));
}

pub(crate) async fn a_turn_that_began_is_resumed(store: Any) {
    begun(&*store, "p", "s").await;
    let again = store.begin_turn("p", 45).await.unwrap();
    assert_eq!(again, TurnStart { turn: 1, resumed: true, ended: false, pending: FIRST });
    assert_eq!(store.messages("s", 0, 9).await.unwrap().len(), 1);
    assert_eq!(store.turns("s").await.unwrap().len(), 1);
    assert_eq!(store.session("s").await.unwrap().unwrap().turns, 1);
}

pub(crate) async fn a_turn_that_ended_is_not_begun_again(store: Any) {
    let turn = begun(&*store, "p", "s").await;
    assert!(store.finish_turn(&finished("s", turn)).await.unwrap());
    assert_eq!(store.unanswered().await.unwrap(), []);
    let again = store.begin_turn("p", 60).await.unwrap();
    let pending = PendingNotifications::NONE;
    assert_eq!(again, TurnStart { turn: 1, resumed: true, ended: true, pending });
    assert_eq!(store.messages("s", 0, 9).await.unwrap().len(), 4);
}

pub(crate) async fn turns_and_messages_count_from_one_without_gaps(store: Any) {
    for (id, number) in [("p", 1), ("q", 2)] {
        assert_eq!(begun(&*store, id, "s").await, number);
        store.begin_turn(id, 41).await.unwrap();
        store.finish_turn(&finished("s", number)).await.unwrap();
        store.finish_turn(&finished("s", number)).await.unwrap();
    }
    assert_eq!(begun(&*store, "r", "other").await, 1);
    let messages = store.messages("s", 0, 99).await.unwrap();
    let places: Vec<_> = messages.iter().map(|it| (it.seq, it.turn)).collect();
    assert_eq!(places, [(1, 1), (2, 1), (3, 1), (4, 1), (5, 2), (6, 2), (7, 2), (8, 2)]);
    let said: Vec<_> = messages[5..].iter().map(|it| it.message.clone()).collect();
    assert_eq!(said, finished("s", 2).messages);
}

pub(crate) async fn a_turn_is_finished_once(store: Any) {
    let turn = begun(&*store, "p", "s").await;
    assert!(store.finish_turn(&finished("s", turn)).await.unwrap());
    let mut late = finished("s", turn);
    (late.end, late.response, late.at) = (End::Failed, "late".to_owned(), 99);
    assert!(!store.finish_turn(&late).await.unwrap());
    let kept = store.turn("s", turn).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.response.as_str()), (TurnStatus::Ended(End::Completed), "answer 1"));
    assert_eq!(store.session("s").await.unwrap().unwrap().active_at, 50);
}

pub(crate) async fn of_two_that_finish_a_turn_at_once_one_does(store: Any) {
    for round in 1..=8 {
        let turn = begun(&*store, &format!("p{round}"), "s").await;
        let finish = |_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move { store.finish_turn(&finished("s", turn)).await.unwrap() })
        };
        let ended = join_all((0..2).map(finish)).await;
        assert_eq!(ended.into_iter().filter(|it| *it.as_ref().unwrap()).count(), 1);
    }
    assert_eq!(store.messages("s", 0, 99).await.unwrap().len(), 8 * 4);
}

pub(crate) async fn of_many_that_begin_a_message_at_once_one_does(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    store.accept(&inbox_message("p", "s")).await.unwrap();
    let begin = |_| {
        let store = Arc::clone(&store);
        tokio::spawn(async move { store.begin_turn("p", 40).await.unwrap() })
    };
    let all: Vec<_> = join_all((0..8).map(begin)).await.into_iter().map(Result::unwrap).collect();
    assert_eq!(all.iter().filter(|it| !it.resumed).count(), 1);
    assert!(all.iter().all(|it| it.turn == 1 && !it.ended));
    assert_eq!(store.messages("s", 0, 9).await.unwrap().len(), 1);
    assert_eq!(store.session("s").await.unwrap().unwrap().turns, 1);
}

pub(crate) async fn turns_of_one_session_that_end_at_once_share_no_place(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    let whole = |at: u32| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            let id = format!("p{at}");
            store.accept(&inbox_message(&id, "s")).await.unwrap();
            let turn = store.begin_turn(&id, 40).await.unwrap().turn;
            assert!(store.finish_turn(&finished("s", turn)).await.unwrap());
        })
    };
    join_all((0..10).map(whole)).await.into_iter().for_each(|it| it.unwrap());
    let messages = store.messages("s", 0, 99).await.unwrap();
    assert!(messages.iter().map(|it| it.seq).eq(1..=40));
    assert!(store.turns("s").await.unwrap().iter().map(|it| it.turn).eq(1..=10));
}

pub(crate) async fn a_journal_keeps_the_first_result_of_a_step_in_order(store: Any) {
    let turn = begun(&*store, "p", "s").await;
    for (key, value) in [("z", json!({ "tokens": 3 })), ("a", json!(null)), ("z", json!("late"))] {
        store.append_journal("s", turn, key, &value).await.unwrap();
    }
    let expected = [("z".to_owned(), json!({ "tokens": 3 })), ("a".to_owned(), json!(null))];
    assert_eq!(store.journal("s", turn).await.unwrap(), expected);
}

pub(crate) async fn a_journal_is_gone_with_its_turn(store: Any) {
    let turn = begun(&*store, "p", "s").await;
    store.append_journal("s", turn, "step", &json!(1)).await.unwrap();
    store.finish_turn(&finished("s", turn)).await.unwrap();
    store.append_journal("s", turn, "late", &json!(2)).await.unwrap();
    assert_eq!(store.journal("s", turn).await.unwrap(), []);
}

pub(crate) async fn a_turn_says_how_it_stands(store: Any) {
    let turn = begun(&*store, "p", "s").await;
    let running = store.turn("s", turn).await.unwrap().unwrap();
    assert_eq!((running.state, running.started_at, running.ended_at), (TurnStatus::Running, 40, None));
    assert_eq!(store.trace("s", turn).await.unwrap(), None);
    let mut end = finished("s", turn);
    (end.end, end.error) = (End::Failed, Some("no model".to_owned()));
    store.finish_turn(&end).await.unwrap();
    let ended = store.turn("s", turn).await.unwrap().unwrap();
    assert_eq!((ended.state, ended.ended_at), (TurnStatus::Ended(End::Failed), Some(50)));
    assert_eq!((ended.agent.as_str(), ended.error.as_deref()), ("default", Some("no model")));
    assert_eq!(store.trace("s", turn).await.unwrap().map(|trace| trace.to_string()), end.trace);
    assert_eq!(store.turns("s").await.unwrap(), [ended]);
}

pub(crate) async fn a_turn_or_message_that_is_not_there_is_named(store: Any) {
    let error = store.begin_turn("none", 1).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no message `none`");
    store.open_session(&session("s", 10)).await.unwrap();
    for turn in [0, 3, u64::MAX] {
        assert_eq!(store.turn("s", turn).await.unwrap(), None);
        assert_eq!(store.trace("s", turn).await.unwrap(), None);
        let error = store.finish_turn(&finished("s", turn)).await.unwrap_err();
        assert_eq!(error.to_string(), format!("there is no turn `s/{turn}`"));
        let error = store.append_journal("s", turn, "step", &json!(1)).await.unwrap_err();
        assert_eq!(error.to_string(), format!("there is no turn `s/{turn}`"));
    }
    assert_eq!(store.session("s").await.unwrap().unwrap().active_at, 10);
}
