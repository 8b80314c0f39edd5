use super::support::{
    CREDIT, END, PIECE, Service, bare, echo, frame, in_time, limits, mute, pair, read_frame, send, until,
    violation,
};
use futures_util::{StreamExt, stream};
use hookwire::remote::{ByteStream, RemoteError};
use hookwire_worker::wire::{Request, RequestError, Response, Violation, WireLimits};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

fn pieces(count: usize, bytes: usize) -> ByteStream {
    stream::iter(0..count).map(move |i| Ok(vec![u8::try_from(i % 256).unwrap_or(0); bytes])).boxed()
}

fn with_stream(stream: ByteStream) -> Request {
    Request { parent: 0, body: Vec::new(), stream: Some(stream) }
}

/// Gives pieces for ever, counts them, and knows whether it was dropped.
fn endless(bytes: usize, given: &Arc<AtomicUsize>, dropped: &Arc<AtomicBool>) -> ByteStream {
    struct Dropped(Arc<AtomicBool>);
    impl Drop for Dropped {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }
    let (given, dropped) = (Arc::clone(given), Dropped(Arc::clone(dropped)));
    let next = move || {
        let _dropped = &dropped;
        given.fetch_add(1, Ordering::SeqCst);
        Some(Ok(vec![1; bytes]))
    };
    stream::iter(std::iter::from_fn(next)).boxed()
}

#[tokio::test]
async fn a_stream_goes_there_and_back_whole() {
    // The answer comes at once, and its stream is the request's: both outlive the request.
    let (near, far) = pair(echo(), WireLimits::default(), WireLimits::default());
    let response = in_time(near.peer.request(with_stream(pieces(3000, 1000)))).await.expect("an answer");
    let mut stream = response.stream.expect("a stream");
    let mut count = 0;
    while let Some(piece) = in_time(stream.next()).await {
        let piece = piece.expect("no failure");
        assert!(piece.len() == 1000 && usize::from(piece[0]) == count % 256);
        count += 1;
    }
    assert_eq!(count, 3000);
    assert!(stream.next().await.is_none(), "it stays at its end");
    until("nothing is at work", || far.peer.open_answers() == 0).await;
}

#[tokio::test]
async fn the_boundaries_of_pieces_stay() {
    let sizes = [0, 1, 0, 70_000, 1 << 20, 3];
    let source = stream::iter(sizes).map(|size| Ok(vec![9; size])).boxed();
    let (near, _far) = pair(echo(), WireLimits::default(), WireLimits::default());
    let response = in_time(near.peer.request(with_stream(source))).await.expect("an answer");
    let came: Vec<_> = in_time(response.stream.expect("a stream").collect()).await;
    let came: Vec<_> = came.into_iter().map(|piece| piece.expect("no failure").len()).collect();
    assert_eq!(came, sizes);
}

#[tokio::test]
async fn a_failure_comes_behind_the_pieces() {
    let failed = RemoteError::Failed { message: "full".into(), causes: vec!["disk".into()] };
    let source = pieces(2, 10).chain(stream::iter([Err(failed.clone())])).chain(pieces(1, 10)).boxed();
    let (near, _far) = pair(echo(), WireLimits::default(), WireLimits::default());
    let response = in_time(near.peer.request(with_stream(source))).await.expect("an answer");
    let mut stream = response.stream.expect("a stream");
    assert!(in_time(stream.next()).await.expect("a piece").is_ok());
    assert!(in_time(stream.next()).await.expect("a piece").is_ok());
    assert_eq!(in_time(stream.next()).await, Some(Err(failed)));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn a_source_that_panics_is_a_failure() {
    let panics = stream::once(async { panic!("as the test wants") });
    let source = pieces(1, 10).chain(panics).boxed();
    let (near, far) = pair(echo(), WireLimits::default(), WireLimits::default());
    let response = in_time(near.peer.request(with_stream(source))).await.expect("an answer");
    let mut stream = response.stream.expect("a stream");
    assert!(in_time(stream.next()).await.expect("a piece").is_ok());
    assert!(matches!(in_time(stream.next()).await, Some(Err(RemoteError::Lost { .. }))));
    assert!(stream.next().await.is_none());
    until("nothing is at work", || far.peer.open_answers() == 0).await;
}

#[tokio::test]
async fn a_piece_that_is_too_large_fails_its_stream_alone() {
    let most = || limits(|l| l.most_bytes = 1000);
    let (near, _far) = pair(echo(), most(), most());
    let response = in_time(near.peer.request(with_stream(pieces(1, 1001)))).await.expect("an answer");
    let first = in_time(response.stream.expect("a stream").next()).await;
    assert!(
        matches!(&first, Some(Err(RemoteError::Protocol { why })) if why.contains("1001 bytes")),
        "{first:?}"
    );
    in_time(near.peer.ping(Duration::from_secs(5))).await.expect("the connection lives");
}

#[tokio::test]
async fn a_slow_reader_bounds_what_is_sent() {
    let (given, dropped) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
    let (for_service, dropped_there) = (Arc::clone(&given), Arc::clone(&dropped));
    let service = Service::new(move |_, _| {
        let stream = Some(endless(1000, &for_service, &dropped_there));
        async { Ok(Response { body: Vec::new(), stream }) }
    });
    let window = 100_000;
    let (near, far) = pair(service, limits(|l| l.stream_window = window), WireLimits::default());
    let response = in_time(near.peer.request(vec![].into())).await.expect("an answer");
    let mut stream = response.stream.expect("a stream");
    tokio::time::sleep(Duration::from_millis(100)).await;
    let before = given.load(Ordering::SeqCst);
    assert!((50..=window / 1000 + 1).contains(&before), "{before} pieces of 1000 bytes before anybody reads");
    for read in 1..=1000 {
        in_time(stream.next()).await.expect("no end").expect("no failure");
        let ahead = given.load(Ordering::SeqCst) - read;
        assert!(ahead <= window / 1000 + 1, "{ahead} pieces ahead");
    }
    drop(stream);
    until("the source is dropped", || dropped.load(Ordering::SeqCst)).await;
    until("nothing is at work", || far.peer.open_answers() == 0).await;
    let end = given.load(Ordering::SeqCst);
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(given.load(Ordering::SeqCst), end);
}

#[tokio::test]
async fn a_source_that_waits_is_dropped_when_its_reader_leaves() {
    let (given, dropped) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
    // One piece, then nothing for ever.
    let endless = endless(10, &given, &dropped);
    let source = endless.take(1).chain(stream::pending()).boxed();
    let (near, _far) = pair(echo(), WireLimits::default(), WireLimits::default());
    let response = in_time(near.peer.request(with_stream(source))).await.expect("an answer");
    let mut stream = response.stream.expect("a stream");
    in_time(stream.next()).await.expect("a piece").expect("no failure");
    drop(stream);
    until("the source is dropped", || dropped.load(Ordering::SeqCst)).await;
}

#[tokio::test]
async fn a_refused_or_cancelled_request_drops_its_stream() {
    for most in [0, 100] {
        let (given, dropped) = (Arc::<AtomicUsize>::default(), Arc::<AtomicBool>::default());
        let (near, far) = pair(mute(), WireLimits::default(), limits(|l| l.most_requests = most));
        let asking = near.peer.request(with_stream(endless(10, &given, &dropped)));
        let answer = tokio::time::timeout(Duration::from_millis(50), asking).await;
        assert_eq!(answer.is_ok(), most == 0);
        if let Ok(answer) = answer {
            assert!(matches!(answer, Err(RequestError::Busy)));
        }
        until("the source is dropped", || dropped.load(Ordering::SeqCst)).await;
        until("nothing is at work", || far.peer.open_answers() == 0).await;
    }
}

#[tokio::test]
async fn a_reader_elsewhere_hears_that_the_request_was_given_up() {
    let (sender, mut streams) = tokio::sync::mpsc::unbounded_channel();
    let service = Service::new(move |_, request| {
        sender.send(request.stream).expect("the test waits");
        std::future::pending()
    });
    let (near, _far) = pair(service, WireLimits::default(), WireLimits::default());
    let peer = near.peer.clone();
    let asked = tokio::spawn(async move { peer.request(with_stream(stream::pending().boxed())).await });
    let mut stream = in_time(streams.recv()).await.flatten().expect("a stream");
    asked.abort();
    assert!(matches!(in_time(stream.next()).await, Some(Err(RemoteError::Lost { .. }))));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn more_than_was_allowed_ends_the_connection() {
    let service = Service::new(|_, request| async move {
        let _unread = request;
        std::future::pending().await
    });
    let (near, mut other) = bare(service, limits(|l| l.stream_window = 1000));
    send(&mut other, &frame(1, 1, 1, 0, b"")).await;
    let credit = read_frame(&mut other).await;
    assert_eq!((credit.kind, credit.flags, credit.id, credit.extra), (CREDIT, 0, 1, 1000));
    send(&mut other, &frame(PIECE, 1, 1, 0, &[0; 5000])).await;
    send(&mut other, &frame(PIECE, 1, 1, 0, &[0; 1])).await;
    assert_eq!(violation(near).await, Violation::BeyondCredit { id: 1 });
}

#[tokio::test]
async fn unread_pieces_of_all_streams_together_are_bounded() {
    let (sender, mut streams) = tokio::sync::mpsc::unbounded_channel();
    let service = Service::new(move |_, request| {
        sender.send(request.stream).expect("the test waits");
        std::future::pending()
    });
    let (near, mut other) = bare(service, limits(|l| l.most_held = 100_000));
    for id in 1..=2 {
        send(&mut other, &frame(1, 1, id, 0, b"")).await;
        assert_eq!(read_frame(&mut other).await.kind, CREDIT);
    }
    let mut first = in_time(streams.recv()).await.flatten().expect("a stream");
    let mut second = in_time(streams.recv()).await.flatten().expect("a stream");
    send(&mut other, &frame(PIECE, 1, 1, 0, &vec![1; 60_000])).await;
    send(&mut other, &frame(PIECE, 1, 2, 0, &vec![2; 60_000])).await;
    let stop = read_frame(&mut other).await;
    assert_eq!((stop.kind, stop.id), (super::support::STOP, 2));
    // What was under way when it was stopped is nobody's.
    send(&mut other, &frame(PIECE, 1, 2, 0, &vec![2; 60_000])).await;
    assert!(matches!(in_time(second.next()).await, Some(Err(RemoteError::Lost { .. }))));
    send(&mut other, &frame(END, 1, 1, 0, b"")).await;
    assert_eq!(in_time(first.next()).await.expect("a piece").expect("no failure").len(), 60_000);
    assert!(in_time(first.next()).await.is_none());
    assert!(!near.driver.is_finished());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_streams_at_once_stay_apart() {
    let (near, far) = pair(echo(), limits(|l| l.stream_window = 5000), limits(|l| l.stream_window = 5000));
    let tasks = (0..40_usize).map(|n| {
        let peer = near.peer.clone();
        tokio::spawn(async move {
            let source =
                stream::iter(0..200).map(move |_| Ok(vec![u8::try_from(n).unwrap_or(0); n * 7])).boxed();
            let response = peer.request(with_stream(source)).await.expect("an answer");
            let pieces: Vec<_> = response.stream.expect("a stream").collect().await;
            assert_eq!(pieces.len(), 200);
            assert!(pieces.into_iter().all(|piece| {
                let piece = piece.expect("no failure");
                piece.len() == n * 7 && piece.iter().all(|&byte| usize::from(byte) == n)
            }));
        })
    });
    for task in futures_util::future::join_all(tasks).await {
        task.expect("no panic");
    }
    until("nothing is at work", || far.peer.open_answers() == 0).await;
}
