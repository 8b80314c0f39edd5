//! Tests of what `message-logger` logs and counts.

use hookwire::Role;
use hookwire::cx::{Identity, Level};
use hookwire::points::{End, MessageReceived, MessageSent, TurnComplete};
use hookwire::test::Kit;
use hookwire_message_logger::MessageLogger;
use serde_json::json;

/// Returns the log lines that follow the one of the start.
fn lines(kit: &Kit) -> Vec<String> {
    kit.logs().into_iter().skip(1).map(|record| record.message).collect()
}

async fn receive(kit: &Kit, text: &str) {
    kit.fire::<MessageReceived>(&MessageReceived::new(text)).await.unwrap();
}

async fn send(kit: &Kit, text: &str) {
    kit.fire::<MessageSent>(&MessageSent::new("http", text)).await.unwrap();
}

#[tokio::test]
async fn messages_are_logged_and_counted() {
    let kit = Kit::of::<MessageLogger>().start().await;
    for text in ["hello", "two\nlines"] {
        receive(&kit, text).await;
    }
    assert_eq!(lines(&kit), ["message 1 (no session): hello", "message 2 (no session): two lines"]);
    assert_eq!(kit.command("/messages", "").await.unwrap().text, "2 messages so far");
}

#[tokio::test]
async fn replies_are_logged_and_counted_apart_from_messages() {
    let mut identity = Identity::agent("default", Role::Agent);
    identity.session = Some("s1".into());
    let kit = Kit::of::<MessageLogger>().identity(identity).start().await;
    receive(&kit, "what is two and two?").await;
    send(&kit, "four").await;
    receive(&kit, "and three?").await;
    send(&kit, "seven,\nI think").await;
    assert_eq!(
        lines(&kit),
        [
            "message 1 (s1): what is two and two?",
            "reply 1 (s1): four",
            "message 2 (s1): and three?",
            "reply 2 (s1): seven, I think",
        ]
    );
    assert_eq!(kit.command("/messages", "").await.unwrap().text, "2 messages so far");
}

#[tokio::test]
async fn messages_and_replies_before_min_count_are_only_counted() {
    let setup = Kit::of::<MessageLogger>().config("message-logger", json!({ "min_count": 2, "preview": 3 }));
    let kit = setup.start().await;
    for text in ["first", "second"] {
        receive(&kit, text).await;
        send(&kit, text).await;
    }
    assert_eq!(lines(&kit), ["message 2 (no session): sec…", "reply 2 (no session): sec…"]);
}

#[tokio::test]
async fn a_finished_turn_is_logged_with_its_duration() {
    let kit = Kit::of::<MessageLogger>().start().await;
    let mut turn = TurnComplete::new("done", End::Completed);
    turn.duration_ms = 12;
    kit.fire::<TurnComplete>(&turn).await.unwrap();
    assert_eq!(lines(&kit), ["a turn ended after 12 ms"]);
}

#[tokio::test]
async fn a_missing_webhook_is_told_once() {
    let kit = Kit::of::<MessageLogger>().start().await;
    for _ in 0..3 {
        kit.fire::<TurnComplete>(&TurnComplete::new("done", End::Completed)).await.unwrap();
    }
    let warnings = kit.logs().into_iter().filter(|record| record.message.contains("no `webhook_url`"));
    assert_eq!(warnings.count(), 1);
}

#[tokio::test]
async fn a_webhook_is_warned_about_once_at_start_and_not_printed() {
    let url = "https://example.com/hook?token=sesame";
    let setup = Kit::of::<MessageLogger>().config("message-logger", json!({ "webhook_url": url }));
    let kit = setup.start().await;
    let logs = kit.logs();
    assert_eq!((logs.len(), logs[0].level), (1, Level::Warn));
    assert!(logs[0].message.contains("`webhook_url` is set but not used yet"), "{logs:?}");
    for _ in 0..3 {
        kit.fire::<TurnComplete>(&TurnComplete::new("done", End::Completed)).await.unwrap();
    }
    let warnings = kit.logs().into_iter().filter(|record| record.level == Level::Warn);
    assert_eq!(warnings.count(), 1);
    assert!(!format!("{kit:?} {:?}", kit.logs()).contains("sesame"));
}

#[tokio::test]
async fn a_misspelt_setting_is_named_with_the_right_one() {
    let setup = Kit::of::<MessageLogger>().config("message-logger", json!({ "min_cuont": 2 }));
    let error = setup.try_start().await.unwrap_err().to_string();
    assert!(error.contains("there is no setting `min_cuont`; did you mean `min_count`?"), "{error}");
}
