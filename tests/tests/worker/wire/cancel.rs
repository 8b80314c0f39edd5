use super::support::{
    ANSWER, CANCEL, REFUSAL, Seen, Service, bare, frame, in_time, mute, pair, read_frame, send, side, until,
};
use hookwire_worker::wire::{Response, WireLimits};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::timeout;

/// Counts futures that live.
struct Living(Arc<AtomicUsize>);

impl Living {
    fn new(count: &Arc<AtomicUsize>) -> Self {
        count.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for Living {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn counted(count: &Arc<AtomicUsize>) -> Arc<Service> {
    let count = Arc::clone(count);
    Service::new(move |_, _| {
        let living = Living::new(&count);
        async move {
            let _living = living;
            std::future::pending().await
        }
    })
}

#[tokio::test]
async fn dropping_a_request_drops_what_answers_it_in_both_directions() {
    let (near_count, far_count) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
    let (one, other) = tokio::io::duplex(4096);
    let near = side(one, counted(&near_count), WireLimits::default());
    let far = side(other, counted(&far_count), WireLimits::default());
    for (asker, count, answerer) in [(&near, &far_count, &far), (&far, &near_count, &near)] {
        let peer = asker.peer.clone();
        let asked = tokio::spawn(async move { peer.request(vec![1].into()).await });
        until("it is at work", || count.load(Ordering::SeqCst) == 1).await;
        assert_eq!(asker.peer.open_requests(), 1);
        asked.abort();
        until("it is dropped", || count.load(Ordering::SeqCst) == 0).await;
        until("it is counted", || answerer.peer.open_answers() == 0).await;
        assert_eq!(asker.peer.open_requests(), 0);
        assert_eq!(answerer.peer.statistics().cancelled, 1);
    }
}

#[tokio::test]
async fn a_request_that_waits_for_room_was_never_made() {
    let (near, mut other) = bare(mute(), WireLimits::default());
    // Nobody reads: the pipe fills, then the queue.
    let requests: Vec<_> = (0..8)
        .map(|_| {
            let peer = near.peer.clone();
            tokio::spawn(async move { peer.request(vec![0; 400_000].into()).await })
        })
        .collect();
    until("the queue is full", || near.peer.open_requests() == 2).await;
    requests[7].abort();
    let first = read_frame(&mut other).await;
    assert_eq!((first.id, first.body.len()), (1, 400_000));
    for id in 2..8 {
        assert_eq!(read_frame(&mut other).await.id, id);
    }
    let more = timeout(Duration::from_millis(50), read_frame(&mut other)).await;
    assert!(more.is_err(), "seven requests, and no cancellation of one that was not sent: {more:?}");
}

#[tokio::test]
async fn an_answer_that_crosses_the_cancellation_is_dropped() {
    let (near, mut other) = bare(mute(), WireLimits::default());
    let given_up = timeout(Duration::from_millis(20), near.peer.request(vec![1].into())).await;
    assert!(given_up.is_err());
    assert_eq!(read_frame(&mut other).await.id, 1);
    let cancel = Seen { kind: CANCEL, flags: 0, id: 1, extra: 0, body: Vec::new() };
    assert_eq!(read_frame(&mut other).await, cancel);
    send(&mut other, &frame(ANSWER, 0, 1, 0, b"late")).await;
    let peer = near.peer.clone();
    let asked = tokio::spawn(async move { peer.request(vec![2].into()).await });
    assert_eq!(read_frame(&mut other).await.id, 2);
    send(&mut other, &frame(ANSWER, 0, 2, 0, b"in time")).await;
    let response = in_time(asked).await.expect("no panic").expect("the connection lives");
    assert_eq!(response.body, b"in time");
}

#[tokio::test]
async fn a_cancelled_request_is_acknowledged_once() {
    let service = Service::new(|_, request| async move {
        if request.body.is_empty() { std::future::pending().await } else { Ok(Response::from(request.body)) }
    });
    let (_near, mut other) = bare(service, WireLimits::default());
    send(&mut other, &frame(1, 0, 1, 0, b"")).await;
    send(&mut other, &frame(CANCEL, 0, 1, 0, b"")).await;
    send(&mut other, &frame(CANCEL, 0, 1, 0, b"")).await;
    send(&mut other, &frame(1, 0, 2, 0, b"x")).await;
    let refused = read_frame(&mut other).await;
    assert_eq!((refused.kind, refused.flags, refused.id), (REFUSAL, 3, 1));
    let answered = read_frame(&mut other).await;
    assert_eq!((answered.kind, answered.id), (ANSWER, 2));
    // One that has its answer is not cancelled any more.
    send(&mut other, &frame(CANCEL, 0, 2, 0, b"")).await;
    send(&mut other, &frame(1, 0, 3, 0, b"y")).await;
    assert_eq!(read_frame(&mut other).await.id, 3);
}

#[tokio::test]
async fn many_cancellations_leave_nothing() {
    let count = Arc::<AtomicUsize>::default();
    let (near, far) = pair(counted(&count), WireLimits::default(), WireLimits::default());
    for round in 0..500_u64 {
        let wait = Duration::from_micros(round % 7 * 50);
        let _given_up = timeout(wait, near.peer.request(vec![0; 100].into())).await;
    }
    until("all are dropped", || count.load(Ordering::SeqCst) == 0 && far.peer.open_answers() == 0).await;
    assert_eq!(near.peer.open_requests(), 0);
    in_time(near.peer.ping(Duration::from_secs(5))).await.expect("the connection lives");
}
