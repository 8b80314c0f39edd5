use crate::samples::{begun, finished, inbox_message, session};
use hookwire::points::{Message, MessageRole};
use hookwire_host::engine::store::{Acceptance, InboxMessage, Store};
use serde_json::json;
use std::sync::Arc;

type Any = Arc<dyn Store>;

/// Faces, a flag, right to left, combining, beyond the basic plane, quotes, control characters.
const ODD: &str =
    "👩‍👩‍👧 🇩🇪 שלום e\u{301} 𝔘 \u{feff}\u{ffff}\u{10ffff} ' \" \\ $1 ? % _ ; -- \r\n\t\u{1}\u{7f}\u{202e}";

pub(crate) async fn any_character_comes_back(store: Any) {
    store.open_session(&session(ODD, 10)).await.unwrap();
    let said = InboxMessage { text: ODD.to_owned(), key: ODD.to_owned(), ..inbox_message(ODD, ODD) };
    assert_eq!(store.accept(&said).await.unwrap(), Acceptance::New);
    assert_eq!(store.unanswered().await.unwrap(), [said]);
    let turn = store.begin_turn(ODD, 40).await.unwrap().turn;
    store.append_journal(ODD, turn, ODD, &json!({ ODD: ODD })).await.unwrap();
    assert_eq!(store.journal(ODD, turn).await.unwrap(), [(ODD.to_owned(), json!({ ODD: ODD }))]);
    let mut end = finished(ODD, turn);
    (end.response, end.error) = (ODD.to_owned(), Some(ODD.to_owned()));
    end.messages = vec![Message::new(MessageRole::Assistant, ODD)];
    store.finish_turn(&end).await.unwrap();
    let kept = store.turn(ODD, turn).await.unwrap().unwrap();
    assert_eq!((kept.response.as_str(), kept.error.as_deref()), (ODD, Some(ODD)));
    let texts: Vec<_> =
        store.messages(ODD, 0, 9).await.unwrap().into_iter().map(|it| it.message.text).collect();
    assert_eq!(texts, [ODD, ODD]);
}

pub(crate) async fn a_zero_in_a_text_is_replaced_and_in_json_stays(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    let said = InboxMessage { text: "a\0b".to_owned(), ..inbox_message("p", "s") };
    store.accept(&said).await.unwrap();
    assert_eq!(store.unanswered().await.unwrap()[0].text, "a\u{fffd}b");
    let turn = store.begin_turn("p", 40).await.unwrap().turn;
    store.append_journal("s", turn, "step", &json!("a\0b")).await.unwrap();
    assert_eq!(store.journal("s", turn).await.unwrap()[0].1, json!("a\0b"));
    let mut end = finished("s", turn);
    (end.response, end.error) = ("a\0b".to_owned(), Some("\0".to_owned()));
    end.messages = vec![Message::new(MessageRole::Assistant, "a\0b")];
    store.finish_turn(&end).await.unwrap();
    let kept = store.turn("s", turn).await.unwrap().unwrap();
    assert_eq!((kept.response.as_str(), kept.error.as_deref()), ("a\u{fffd}b", Some("\u{fffd}")));
    let texts: Vec<_> =
        store.messages("s", 0, 9).await.unwrap().into_iter().map(|it| it.message.text).collect();
    assert_eq!(texts, ["a\u{fffd}b", "a\0b"]);
    store.put_blob("s", "big", "\0").await.unwrap();
    assert_eq!(store.blob("s", "big").await.unwrap().as_deref(), Some("\u{fffd}"));
    store.summarise("s", "a\0b", 1).await.unwrap();
    assert_eq!(store.session("s").await.unwrap().unwrap().summary, "a\u{fffd}b");
}

pub(crate) async fn a_zero_in_an_id_finds_nothing_and_breaks_nothing(store: Any) {
    begun(&*store, "p", "s").await;
    assert_eq!(store.session("s\0").await.unwrap(), None);
    assert_eq!(store.approval("\0").await.unwrap(), None);
    assert_eq!(store.token("\0").await.unwrap(), None);
    assert_eq!(store.blob("s", "\0").await.unwrap(), None);
    assert!(!store.delete_session("s\0").await.unwrap());
    assert!(store.session("s").await.unwrap().is_some());
}

pub(crate) async fn a_huge_text_comes_back(store: Any) {
    let huge = "grüße ".repeat(1_500_000);
    store.open_session(&session("s", 10)).await.unwrap();
    store.accept(&InboxMessage { text: huge.clone(), ..inbox_message("p", "s") }).await.unwrap();
    let turn = store.begin_turn("p", 40).await.unwrap().turn;
    store.put_blob("s", "big", &huge).await.unwrap();
    store.append_journal("s", turn, "step", &json!(huge)).await.unwrap();
    assert!(store.messages("s", 0, 1).await.unwrap()[0].message.text == huge);
    assert!(store.blob("s", "big").await.unwrap().is_some_and(|text| text == huge));
    assert!(store.journal("s", turn).await.unwrap()[0].1 == json!(huge));
}

pub(crate) async fn transcripts_are_read_in_pieces(store: Any) {
    let turn = begun(&*store, "p", "s").await;
    let mut end = finished("s", turn);
    end.messages = (2..=250).map(|at| Message::new(MessageRole::Assistant, at.to_string())).collect();
    store.finish_turn(&end).await.unwrap();
    let (mut after, mut seen) = (0, Vec::new());
    loop {
        let piece = store.messages("s", after, 60).await.unwrap();
        let Some(last) = piece.last() else { break };
        assert!(piece.len() <= 60);
        after = last.seq;
        seen.extend(piece.iter().map(|it| it.seq));
    }
    assert!(seen.into_iter().eq(1..=250));
    assert_eq!(store.messages("s", u64::MAX, 60).await.unwrap(), []);
    assert_eq!(store.messages("s", 0, 0).await.unwrap(), []);
}
