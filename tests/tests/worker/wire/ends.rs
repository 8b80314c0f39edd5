use super::support::{bare, echo, in_time, limits, mute, pair, read_frame, until};
use futures_util::{StreamExt, stream};
use hookwire::remote::RemoteError;
use hookwire_worker::wire::{PingError, Request, RequestError, WireError, WireLimits};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[tokio::test]
async fn every_open_request_hears_why() {
    let (near, far) = pair(mute(), WireLimits::default(), WireLimits::default());
    let asked: Vec<_> = (0..20)
        .map(|_| {
            let peer = near.peer.clone();
            tokio::spawn(async move { peer.request(vec![1].into()).await })
        })
        .collect();
    until("they are at work", || far.peer.open_answers() == 20).await;
    near.peer.close("the plugin was replaced");
    for asked in asked {
        match in_time(asked).await.expect("no panic") {
            Err(RequestError::Closed(WireError::Closed { why })) => {
                assert_eq!(why, "the plugin was replaced");
            }
            other => panic!("{other:?}"),
        }
    }
    let end = in_time(near.driver).await.expect("no panic");
    assert_eq!(end.to_string(), "the connection was closed: the plugin was replaced");
    assert!(matches!(in_time(far.driver).await, Ok(WireError::Ended)));
    until("what was at work is dropped", || far.peer.open_answers() == 0).await;
    let later = in_time(near.peer.request(vec![1].into())).await;
    assert!(matches!(later, Err(RequestError::Closed(WireError::Closed { .. }))));
    let ping = in_time(near.peer.ping(Duration::from_secs(1))).await;
    assert!(matches!(ping, Err(PingError::Closed(WireError::Closed { .. }))));
}

#[tokio::test]
async fn streams_and_waiting_requests_hear_of_the_end() {
    let (near, far) = pair(echo(), WireLimits::default(), WireLimits::default());
    let request = Request { parent: 0, body: vec![], stream: Some(stream::pending().boxed()) };
    let response = in_time(near.peer.request(request)).await.expect("an answer");
    let mut stream = response.stream.expect("a stream");
    far.driver.abort();
    let failed = in_time(stream.next()).await;
    assert!(matches!(failed, Some(Err(RemoteError::Lost { .. }))), "{failed:?}");
    assert!(stream.next().await.is_none());

    let (near, other) = bare(mute(), limits(|l| l.most_queued = 1000));
    let asked: Vec<_> = (0..10)
        .map(|_| {
            let peer = near.peer.clone();
            tokio::spawn(async move { peer.request(vec![0; 100_000].into()).await })
        })
        .collect();
    until("the others wait for room", || near.peer.open_requests() == 1).await;
    drop(other);
    for asked in asked {
        assert!(matches!(in_time(asked).await, Ok(Err(RequestError::Closed(_)))));
    }
}

#[tokio::test]
async fn the_end_of_the_other_side_is_named() {
    let (near, other) = bare(mute(), WireLimits::default());
    drop(other);
    assert!(matches!(in_time(near.driver).await, Ok(WireError::Ended)));

    let (near, mut other) = bare(mute(), WireLimits::default());
    other.write_all(&[1, 0, 0]).await.expect("it is read");
    drop(other);
    assert!(matches!(in_time(near.driver).await, Ok(WireError::CutShort)));

    let (near, mut other) = bare(mute(), WireLimits::default());
    other
        .write_all(&super::support::frame(1, 0, 1, 0, &vec![0; 60_000])[..50_000])
        .await
        .expect("it is read");
    drop(other);
    assert!(matches!(in_time(near.driver).await, Ok(WireError::CutShort)));
}

#[tokio::test]
async fn a_task_that_is_dropped_closes() {
    let (near, mut other) = bare(mute(), WireLimits::default());
    let peer = near.peer.clone();
    let asked = tokio::spawn(async move { peer.request(vec![1].into()).await });
    read_frame(&mut other).await;
    near.driver.abort();
    let answer = in_time(asked).await.expect("no panic");
    assert!(
        matches!(answer, Err(RequestError::Closed(WireError::Closed { why })) if why.contains("dropped"))
    );
    assert_eq!(in_time(other.read(&mut [0])).await.expect("an end"), 0, "the other side sees the end");
}

#[tokio::test]
async fn a_ping_without_a_pong() {
    let (near, mut other) = bare(mute(), WireLimits::default());
    let ping = in_time(near.peer.ping(Duration::from_millis(30))).await;
    assert!(matches!(ping, Err(PingError::Silent { .. })));
    assert_eq!(near.peer.open_requests(), 0);
    let ping = read_frame(&mut other).await;
    // Late, and no lie.
    other
        .write_all(&super::support::frame(super::support::PONG, 0, ping.id, 0, b""))
        .await
        .expect("it is read");
    tokio::time::sleep(Duration::from_millis(30)).await;
    assert!(!near.driver.is_finished());
}
