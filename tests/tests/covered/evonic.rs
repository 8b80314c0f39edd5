//! Evonic's `message_logger`: it logs each message, and posts `{session_id, event}` to `WEBHOOK_URL` when a turn is complete; without one it
//! warns each time and posts nothing. `MIN_COUNT` is the number of messages before it logs.

use crate::{DataFolder, saying};
use hookwire::cx::Level;
use hookwire_message_logger::MessageLogger;
use hookwire_tests::test_host::{TestHost, TurnEvents};
use serde_json::Value;
use wiremock::matchers::{header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// Says two things to a host with the plugin, in one session each.
async fn talk(folder: &DataFolder, settings: &str) -> [TurnEvents; 2] {
    let config = format!("{}[plugins.message-logger]\n{settings}", folder.config());
    let host = saying("hm").config(&config).plugin::<MessageLogger>().start().await;
    let heard = [host.say("hello").await, host.say("hello again").await];
    host.stop().await;
    heard
}

#[tokio::test(flavor = "multi_thread")]
async fn the_message_logger_logs_messages_and_posts_the_ends_of_turns() {
    let receiver = MockServer::start().await;
    let post = Mock::given(method("POST")).and(path("/hook")).and(header("content-type", "application/json"));
    post.respond_with(ResponseTemplate::new(204)).expect(2).mount(&receiver).await;
    let folder = DataFolder::new("posts");
    let url = format!("{}/hook", receiver.uri());
    let settings = format!(
        "min_count = 2\nwebhook_url = {url:?}\n[net.plugins.message-logger]\nprivate = [\"127.0.0.1\"]"
    );
    let heard = talk(&folder, &settings).await;
    heard.iter().for_each(TestHost::completed);

    let posted = receiver.received_requests().await.unwrap();
    for (request, heard) in posted.iter().zip(&heard) {
        let body: Value = request.body_json().unwrap();
        assert_eq!((&body["session_id"], &body["event"]), (&heard.session().into(), &"turn.complete".into()));
    }
    let logged = folder.logged("message-logger");
    let has = |line: &str| logged.iter().any(|(_, logged)| logged == line);
    assert!(has(&format!("message 2 ({}): hello again", heard[1].session())), "{logged:?}");
    assert!(!logged.iter().any(|(_, line)| line.starts_with("message 1 ")), "{logged:?}");
    assert!(
        has("the turn was posted to the webhook") && logged.iter().all(|(level, _)| *level == Level::Info)
    );
}

#[tokio::test]
async fn the_message_logger_warns_of_each_turn_that_its_empty_webhook_misses() {
    let folder = DataFolder::new("warns");
    talk(&folder, "webhook_url = \"\"").await.iter().for_each(TestHost::completed);
    let logged = folder.logged("message-logger").into_iter();
    let warned: Vec<_> = logged.filter(|(level, _)| *level == Level::Warn).map(|(_, line)| line).collect();
    assert_eq!(warned, ["the turn is not posted: `webhook_url` is empty"; 2]);
}
