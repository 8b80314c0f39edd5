//! Tests of what `message-logger` logs and counts.

use hookwire::Role;
use hookwire::cx::{HttpMethod, Identity, Level};
use hookwire::points::{End, MessageReceived, MessageSent, TurnComplete};
use hookwire::test::{HttpAnswer, Kit};
use hookwire_message_logger::MessageLogger;
use serde_json::json;

fn lines(kit: &Kit) -> Vec<String> {
    kit.logs().into_iter().map(|record| record.message).collect()
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
    assert_eq!(lines(&kit), ["a turn ended after 12 ms", "the turn is not posted: no `webhook_url` is set"]);
}

#[tokio::test]
async fn every_turn_that_is_not_posted_is_told_and_an_empty_webhook_is_a_warning() {
    for (config, level, line) in [
        (json!({}), Level::Info, "the turn is not posted: no `webhook_url` is set"),
        (json!({ "webhook_url": " " }), Level::Warn, "the turn is not posted: `webhook_url` is empty"),
    ] {
        let kit = Kit::of::<MessageLogger>().config("message-logger", config).start().await;
        for _ in 0..3 {
            kit.fire::<TurnComplete>(&TurnComplete::new("done", End::Completed)).await.unwrap();
        }
        let told = kit.logs().into_iter().filter(|record| record.level == level && record.message == line);
        assert_eq!(told.count(), 3, "{line}");
        assert!(kit.http().sent().is_empty() && kit.faults().await.is_empty());
    }
}

const WEBHOOK_URL: &str = "https://example.com/hook?token=sesame";

/// Starts the plugin with a webhook that answers so.
async fn start_with_webhook(answer: HttpAnswer) -> Kit {
    let mut identity = Identity::agent("default", Role::Agent);
    (identity.session, identity.turn) = (Some("s1".into()), Some(3));
    let setup = Kit::of::<MessageLogger>().config("message-logger", json!({ "webhook_url": WEBHOOK_URL }));
    setup.http(HttpMethod::Post, WEBHOOK_URL, answer).identity(identity).start().await
}

#[tokio::test]
async fn a_finished_turn_is_posted_to_the_webhook_without_its_texts() {
    let kit = start_with_webhook(HttpAnswer::status(204)).await;
    let mut turn = TurnComplete::new("the answer", End::Completed);
    turn.duration_ms = 12;
    kit.fire::<TurnComplete>(&turn).await.unwrap();
    let sent = kit.http().sent();
    assert_eq!((sent.len(), sent[0].method, &*sent[0].url), (1, HttpMethod::Post, WEBHOOK_URL));
    assert_eq!(
        sent[0].json(),
        json!({
            "event": "turn.complete", "session_id": "s1", "turn": 3, "end": "completed", "duration_ms": 12,
        })
    );
    assert!(kit.faults().await.is_empty());
    assert_eq!(lines(&kit), ["a turn ended after 12 ms", "the turn was posted to the webhook"]);
}

#[tokio::test]
async fn a_webhook_that_fails_is_a_fault_which_does_not_print_the_url() {
    for answer in [HttpAnswer::status(500), HttpAnswer::failure("nobody is there")] {
        let kit = start_with_webhook(answer).await;
        kit.fire::<TurnComplete>(&TurnComplete::new("done", End::Completed)).await.unwrap();
        let faults = kit.faults().await;
        assert_eq!(faults.len(), 1);
        let text = format!("{faults:?} {kit:?} {:?}", kit.logs());
        assert!(text.contains("example.com") && !text.contains("sesame"), "{text}");
        assert!(kit.logs().iter().any(|record| record.message == "a turn ended after 0 ms"));
    }
}

#[tokio::test]
async fn a_misspelt_setting_is_named_with_the_right_one() {
    let setup = Kit::of::<MessageLogger>().config("message-logger", json!({ "min_cuont": 2 }));
    let error = setup.try_start().await.unwrap_err().to_string();
    assert!(error.contains("there is no setting `min_cuont`; did you mean `min_count`?"), "{error}");
}
