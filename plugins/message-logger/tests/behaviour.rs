//! What `message-logger` promises.

use hookwire::points::{End, MessageReceived, TurnComplete};
use hookwire::test::Kit;
use hookwire_message_logger::MessageLogger;
use serde_json::json;

#[tokio::test]
async fn messages_are_logged_and_counted() {
    let kit = Kit::of::<MessageLogger>().start().await;
    for text in ["hello", "two\nlines"] {
        kit.fire::<MessageReceived>(&MessageReceived::new(text)).await.unwrap();
    }
    let logs: Vec<_> = kit.logs().into_iter().map(|record| record.message).collect();
    assert_eq!(logs, ["message 1 (no session): hello", "message 2 (no session): two lines"]);
    assert_eq!(kit.command("/messages", "").await.unwrap().text, "2 messages so far");
}

#[tokio::test]
async fn messages_before_min_count_are_only_counted() {
    let setup = Kit::of::<MessageLogger>().config("message-logger", json!({ "min_count": 2, "preview": 3 }));
    let kit = setup.start().await;
    for text in ["first", "second"] {
        kit.fire::<MessageReceived>(&MessageReceived::new(text)).await.unwrap();
    }
    let logs: Vec<_> = kit.logs().into_iter().map(|record| record.message).collect();
    assert_eq!(logs, ["message 2 (no session): sec…"]);
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
async fn a_misspelt_setting_is_named_with_the_right_one() {
    let setup = Kit::of::<MessageLogger>().config("message-logger", json!({ "min_cuont": 2 }));
    let error = setup.try_start().await.unwrap_err().to_string();
    assert!(error.contains("there is no setting `min_cuont`; did you mean `min_count`?"), "{error}");
}
