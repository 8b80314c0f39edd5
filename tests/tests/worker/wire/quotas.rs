use super::support::{Service, echo, in_time, limits, mute, pair, until};
use futures_util::future::join_all;
use hookwire_worker::wire::{RequestError, Response, WireLimits};
use std::time::Duration;
use tokio::time::timeout;

#[tokio::test]
async fn more_than_may_be_at_work_is_refused_at_once() {
    let (near, far) = pair(mute(), WireLimits::default(), limits(|l| l.most_requests = 3));
    let at_work: Vec<_> = (0..3)
        .map(|_| {
            let peer = near.peer.clone();
            tokio::spawn(async move { peer.request(vec![1].into()).await })
        })
        .collect();
    until("three are at work", || far.peer.open_answers() == 3).await;
    let refused = in_time(near.peer.request(vec![1].into())).await;
    assert!(matches!(refused, Err(RequestError::Busy)));
    assert_eq!(far.peer.statistics().refused_busy, 1);
    at_work[0].abort();
    until("one has left", || far.peer.open_answers() == 2).await;
    let waits = timeout(Duration::from_millis(30), near.peer.request(vec![1].into())).await;
    assert!(waits.is_err(), "there is a place again: it is at work");
}

#[tokio::test]
async fn bodies_at_work_are_bounded_together() {
    let (near, far) = pair(mute(), WireLimits::default(), limits(|l| l.most_held = 1000));
    let peer = near.peer.clone();
    let first = tokio::spawn(async move { peer.request(vec![0; 600].into()).await });
    until("one is at work", || far.peer.open_answers() == 1).await;
    assert!(matches!(in_time(near.peer.request(vec![0; 600].into())).await, Err(RequestError::Busy)));
    first.abort();
    until("it has left", || far.peer.open_answers() == 0).await;
    assert!(timeout(Duration::from_millis(30), near.peer.request(vec![0; 600].into())).await.is_err());
}

#[tokio::test]
async fn more_than_a_second_allows_is_answered_with_an_error() {
    let far = limits(|l| l.requests_per_second = Some(50));
    let (near, far) = pair(echo(), WireLimits::default(), far);
    let answers = in_time(join_all((0..200).map(|_| near.peer.request(vec![1].into())))).await;
    let over = answers.iter().filter(|answer| matches!(answer, Err(RequestError::OverQuota))).count();
    let answered = answers.iter().filter(|answer| answer.is_ok()).count();
    assert_eq!(over + answered, 200);
    assert!((50..90).contains(&answered), "{answered} of 200 in a moment, at 50 a second");
    assert_eq!(far.peer.statistics().refused_quota, over as u64);
    assert_eq!(far.peer.statistics().requests_in, 200);
    tokio::time::sleep(Duration::from_millis(100)).await;
    in_time(near.peer.request(vec![1].into())).await.expect("permissions come back");
}

#[tokio::test]
async fn notes_find_no_room_where_nobody_reads() {
    let (near, other) = super::support::bare(mute(), limits(|l| l.most_queued = 10_000));
    let sent = (0..1000).take_while(|_| near.peer.notify(&[0; 1000]).is_ok()).count();
    // What the pipe takes, and twice the queue.
    assert!((70..100).contains(&sent), "{sent} notes of 1000 bytes");
    assert!(matches!(near.peer.notify(&[0; 1000]), Err(RequestError::Busy)));
    assert!(matches!(near.peer.notify(&vec![0; 2 << 20]), Err(RequestError::TooLarge { .. })));
    drop(other);
    in_time(near.driver).await.expect("no panic");
    assert!(matches!(near.peer.notify(&[0; 1000]), Err(RequestError::Closed(_))));
}

#[tokio::test]
async fn large_answers_wait_for_a_slow_reader() {
    let service = Service::new(|_, _| async { Ok(Response::from(vec![5; 300_000])) });
    let (one, mut other) = tokio::io::duplex(1000);
    let far = super::support::side(one, service, limits(|l| l.most_queued = 400_000));
    for id in 1..=10 {
        super::support::send(&mut other, &super::support::frame(1, 0, id, 0, b"")).await;
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(far.peer.statistics().frames_out, 1, "the others wait");
    for _ in 1..=10 {
        let answer = super::support::read_frame(&mut other).await;
        assert!(answer.body.len() == 300_000 && answer.kind == super::support::ANSWER);
    }
}
