//! The observers of an ended turn: they hold nobody's end back, and whatever comes next comes behind them.

use crate::saying;
use hookwire::plugin;
use hookwire::points::{MessageSent, RequestEnd, RequestIntercept, TurnComplete, TurnPersisted};
use hookwire::{Cx, Reply};
use hookwire_tests::test_host::{Setup, TestHost};
use std::time::Duration;
use tokio::time::{Instant, sleep};

const SLOW: Duration = Duration::from_secs(2);

/// Takes its time with everything that happens at the end.
#[derive(Default)]
struct Slow;

#[plugin(id = "slow")]
impl Slow {
    #[hook("turn.persisted", before = "probe")]
    async fn persisted(&self, _: &TurnPersisted, _: &Cx) {
        sleep(SLOW).await;
    }

    #[hook("message.sent", before = "probe")]
    async fn sent(&self, _: &MessageSent, _: &Cx) {
        sleep(SLOW).await;
    }

    #[hook("turn.complete", before = "probe")]
    async fn complete(&self, _: &TurnComplete, _: &Cx) {
        sleep(SLOW).await;
    }

    #[hook("request.end", before = "probe")]
    async fn end(&self, _: &RequestEnd, _: &Cx) {
        sleep(SLOW).await;
    }
}

fn slow() -> Setup {
    saying("re: {message}").plugin::<Slow>()
}

#[tokio::test(start_paused = true)]
async fn observers_of_the_end_do_not_hold_it_back() {
    let host = slow().start().await;
    let since = Instant::now();
    let sent = host.agent().send(TestHost::message("one")).await.unwrap();
    let heard = host.listen(sent, true).await;
    TestHost::completed(&heard);
    assert!(since.elapsed() < SLOW, "the end came after {:?}", since.elapsed());
    assert_eq!(host.lines(heard.session()).await.len(), 2, "what is told of is stored");
    for point in ["turn.persisted", "message.sent"] {
        assert_eq!(host.log.count(point), 0, "{point} is behind the end");
    }
    host.observed(&heard).await;
    assert!(since.elapsed() >= 4 * SLOW, "{:?}", since.elapsed());
    for point in ["turn.persisted", "message.sent", "turn.complete", "request.end"] {
        assert_eq!(host.log.count(point), 1, "{point}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_next_message_of_a_session_comes_behind_the_observers_of_the_last_end() {
    let host = slow().start().await;
    let first = host.agent().send(TestHost::message("one")).await.unwrap();
    let session = first.session.clone().unwrap();
    host.listen(first, true).await;
    let second = host.agent().send(TestHost::reply(&session, "two")).await.unwrap();
    TestHost::completed(&host.listen(second, true).await);
    let seen = host.log.all();
    let at = |what: &str, nth: usize| {
        let mut places = seen.iter().enumerate().filter(|(_, seen)| seen.what == what);
        places.nth(nth).map(|(place, _)| place)
    };
    assert!(at("request.end", 0).unwrap() < at("request.start", 1).unwrap());
}

#[tokio::test(start_paused = true)]
async fn other_sessions_do_not_wait_for_them() {
    let host = slow().start().await;
    let since = Instant::now();
    for text in ["one", "two", "three"] {
        let sent = host.agent().send(TestHost::message(text)).await.unwrap();
        TestHost::completed(&host.listen(sent, true).await);
    }
    assert!(since.elapsed() < SLOW, "{:?}", since.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_host_that_stops_waits_for_them() {
    let host = slow().start().await;
    let sent = host.agent().send(TestHost::message("one")).await.unwrap();
    TestHost::completed(&host.listen(sent, true).await);
    assert_eq!(host.log.count("request.end"), 0);
    let log = host.stop().await;
    assert_eq!(log.count("request.end"), 1);
    assert_eq!(log.all().last().unwrap().what, "host.stop");
}

#[tokio::test(start_paused = true)]
async fn a_request_without_a_turn_does_not_wait_for_them_either() {
    let intercept =
        |request: &hookwire::points::Request, _: &_| (request.message == "ping").then(|| Reply::from("pong"));
    let host = slow().answer::<RequestIntercept>(intercept).start().await;
    let since = Instant::now();
    let session = host.say("hello").await.outcome.session.unwrap();
    let before = since.elapsed();
    for text in ["ping", "/help"] {
        let sent = host.agent().send(TestHost::message(text)).await.unwrap();
        host.listen(sent, true).await;
    }
    assert!(since.elapsed() < before + SLOW, "{:?}", since.elapsed());
    // The session's next turn waits.
    let sent = host.agent().send(TestHost::reply(&session, "ping")).await.unwrap();
    host.listen(sent, true).await;
    let ends = host.log.count("request.end");
    let next = host.agent().send(TestHost::reply(&session, "again")).await.unwrap();
    host.log.until("message.received", 2).await;
    assert!(host.log.count("request.end") > ends, "it came before the end was observed");
    TestHost::completed(&host.listen(next, true).await);
}
