//! Stores that have no space left for a while, in the middle of a turn.

use crate::faulty::Faulty;
use crate::{calling, saying};
use hookwire::points::End;
use hookwire_host::engine::Incoming;
use hookwire_host::engine::store::TurnStatus;
use hookwire_tests::test_host::{Setup, TestHost, TurnEvents};
use std::time::Duration;
use tokio::time::sleep;

const LONG: Duration = Duration::from_mins(2);

fn echoing() -> Setup {
    saying("re: {message}")
}

/// Sends a message and hears its end, but does not wait for its observers: they come when the end is stored.
async fn told(host: &TestHost, incoming: Incoming) -> TurnEvents {
    let sent = host.agent().send(incoming).await.unwrap();
    host.listen(sent, true).await
}

/// Returns the texts that the model was last asked with.
fn asked(host: &TestHost) -> Vec<String> {
    let request = host.log.at("model.before").pop().unwrap();
    let messages = request["messages"].as_array().unwrap();
    messages.iter().map(|message| message["text"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn a_turn_whose_end_cannot_be_kept_holds_its_session_until_it_can() {
    let (faulty, store) = Faulty::at(&["finish_turn"]);
    let host = echoing().store(&store).start().await;
    let told = told(&host, TestHost::message("one")).await;
    assert_eq!((told.outcome.end, &*told.outcome.response), (End::Failed, "re: one"));
    assert!(told.outcome.error.as_deref().unwrap().contains("no space left"), "{told:?}");
    let session = told.session().to_owned();
    let next = host.agent().send(TestHost::reply(&session, "two")).await.unwrap();
    sleep(LONG).await;
    assert_eq!(host.log.count("request.start"), 1, "the second message waits for the first");
    faulty.fail(&[]);
    let next = host.listen(next, true).await;
    assert_eq!((next.outcome.turn, &*next.outcome.response), (Some(2), "re: two"));
    assert_eq!(asked(&host), ["one", "re: one", "two"]);
    // What is kept is what was told.
    let first = store.turn(&session, 1).await.unwrap().unwrap();
    assert_eq!(first.state, TurnStatus::Ended(End::Failed));
    assert_eq!((first.response, first.error), (told.outcome.response, told.outcome.error));
    assert_eq!(host.log.count("turn.persisted"), 2);
    assert!(store.unanswered().await.unwrap().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_turn_whose_end_is_kept_a_moment_later_has_not_failed() {
    let (faulty, store) = Faulty::at(&["finish_turn"]);
    let host = echoing().store(&store).start().await;
    let sent = host.agent().send(TestHost::message("one")).await.unwrap();
    host.log.until("agent.after", 1).await;
    sleep(Duration::from_secs(2)).await;
    faulty.fail(&[]);
    let heard = host.listen(sent, true).await;
    TestHost::completed(&heard);
    assert_eq!(host.lines(heard.session()).await, ["User: one", "Assistant: re: one"]);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_cannot_be_begun_is_not_overtaken() {
    let (faulty, store) = Faulty::at(&["begin_turn"]);
    let host = echoing().store(&store).start().await;
    let told = told(&host, TestHost::message("one")).await;
    assert_eq!(told.outcome.end, End::Failed);
    let session = told.session().to_owned();
    let next = host.agent().send(TestHost::reply(&session, "two")).await.unwrap();
    sleep(LONG).await;
    faulty.fail(&[]);
    TestHost::completed(&host.listen(next, true).await);
    assert_eq!(host.lines(&session).await, ["User: one", "User: two", "Assistant: re: two"]);
    let first = store.turn(&session, 1).await.unwrap().unwrap();
    assert_eq!((first.state, first.error), (TurnStatus::Ended(End::Failed), told.outcome.error));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_kept_until_the_host_stops_goes_on_with_the_next() {
    let (faulty, store) = Faulty::at(&["finish_turn"]);
    let host = echoing().store(&store).start().await;
    let told = told(&host, TestHost::message("one")).await;
    let session = told.session().to_owned();
    host.stop().await;
    faulty.fail(&[]);
    let host = echoing().store(&store).start().await;
    assert_eq!(host.agent().resume().await.unwrap(), 1);
    host.log.until("request.end", 1).await;
    assert_eq!(host.lines(&session).await, ["User: one", "Assistant: re: one"]);
    // The answer was in the journal.
    assert_eq!(host.log.count("model.before"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_goes_on_waits_for_a_store_that_nobody_waits_for() {
    let (faulty, store) = Faulty::at(&["finish_turn"]);
    let host = echoing().store(&store).start().await;
    let session = told(&host, TestHost::message("one")).await.session().to_owned();
    host.stop().await;
    faulty.fail(&["begin_turn"]);
    let host = echoing().store(&store).start().await;
    host.agent().resume().await.unwrap();
    sleep(LONG).await;
    faulty.fail(&["journal"]);
    sleep(LONG).await;
    faulty.fail(&[]);
    host.log.until("request.end", 1).await;
    assert_eq!(host.log.at("request.end")[0]["end"], "completed");
    assert_eq!(host.lines(&session).await, ["User: one", "Assistant: re: one"]);
}

#[tokio::test(start_paused = true)]
async fn a_session_that_was_made_for_one_answer_ends_when_that_is_kept() {
    let (faulty, store) = Faulty::at(&["finish_turn"]);
    let host = echoing().store(&store).start().await;
    let heard = told(&host, Incoming { one_shot: true, ..TestHost::message("one") }).await;
    assert_eq!((heard.outcome.end, host.log.count("session.end")), (End::Failed, 0));
    faulty.fail(&[]);
    host.log.until("session.end", 1).await;
    assert!(store.session(heard.session()).await.unwrap().unwrap().closed_at.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_cannot_be_kept_leaves_its_place_to_others() {
    let (faulty, store) = Faulty::at(&["finish_turn"]);
    let host = echoing().config("[limits]\nturns = 1").store(&store).start().await;
    for text in ["one", "two"] {
        let heard = told(&host, TestHost::message(text)).await;
        assert_eq!((heard.outcome.end, heard.outcome.response), (End::Failed, format!("re: {text}")));
    }
    faulty.fail(&[]);
    host.log.until("turn.persisted", 2).await;
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_there_is_not_lost_to_the_journal() {
    let (_, store) = Faulty::at(&["append_journal"]);
    let host = echoing().store(&store).start().await;
    let heard = told(&host, TestHost::message("one")).await;
    TestHost::completed(&heard);
    assert_eq!(heard.outcome.response, "re: one");
}

#[tokio::test(start_paused = true)]
async fn what_calls_tools_is_kept_before_they_are_called() {
    let (faulty, store) = Faulty::at(&["append_journal"]);
    let host = calling(r#"{ tool = "echo", args = { text = "hi" } }"#).store(&store).start().await;
    let heard = told(&host, TestHost::message("one")).await;
    assert_eq!((heard.outcome.end, host.log.count("echo")), (End::Failed, 0));
    let sent = host.agent().send(TestHost::message("two")).await.unwrap();
    host.log.until("model.after", 2).await;
    sleep(Duration::from_secs(2)).await;
    assert_eq!(host.log.count("echo"), 0);
    faulty.fail(&[]);
    TestHost::completed(&host.listen(sent, true).await);
    assert_eq!(host.log.count("echo"), 1);
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_is_stored_late_is_persisted_before_it_is_complete() {
    let (faulty, store) = Faulty::at(&["finish_turn"]);
    let host = echoing().store(&store).start().await;
    told(&host, TestHost::message("one")).await;
    sleep(LONG).await;
    assert_eq!(host.log.count("turn.complete"), 0, "it is not stored yet");
    faulty.fail(&[]);
    host.log.until("request.end", 1).await;
    let seen = host.log.all();
    let ending = seen.iter().map(|seen| &*seen.what).skip_while(|what| *what != "agent.after").skip(1);
    assert_eq!(
        ending.collect::<Vec<_>>(),
        ["message.sent", "turn.persisted", "turn.complete", "request.end"]
    );
}
