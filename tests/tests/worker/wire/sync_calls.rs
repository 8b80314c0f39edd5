use super::support::{Service, frame, limits};
use hookwire_worker::wire::{
    RequestError, Response, SyncCallError, SyncCaller, Violation, WireError, WireLimits, serve_sync,
};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

const SECOND: Duration = Duration::from_secs(5);

/// Serves on a thread with a runtime of its own, as a worker does.
fn served(limits: &WireLimits) -> (SyncCaller, JoinHandle<WireError>) {
    let (near, far) = UnixStream::pair().expect("a pair");
    let caller = SyncCaller::new(near, limits).expect("a caller");
    let limits = limits.clone();
    let server = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            far.set_nonblocking(true).expect("a socket");
            let far = tokio::net::UnixStream::from_std(far).expect("a socket");
            let service = Service::new(|_, request| async move {
                match request.body.first() {
                    Some(0) => Err(b"no".to_vec()),
                    Some(1) => panic!("as the test wants"),
                    Some(2) => Ok(Response::from(vec![0; 5000])),
                    Some(3) => {
                        tokio::time::sleep(Duration::from_millis(300)).await;
                        Ok(Response::from(vec![3]))
                    }
                    Some(4) => Ok(Response::from(request.parent.to_le_bytes().to_vec())),
                    _ => Ok(Response::from(request.body)),
                }
            });
            serve_sync(far, service, limits).await
        })
    });
    (caller, server)
}

#[test]
fn calls_block_and_are_answered_in_order() {
    let (caller, server) = served(&WireLimits::default());
    for size in [0, 1, 200, 70_000, 1 << 20] {
        let body = vec![9; size];
        assert!(caller.call(0, &body, SECOND).expect("an echo") == body);
    }
    assert_eq!(caller.call(77, &[4], SECOND).expect("an answer"), 77_u64.to_le_bytes());
    drop(caller);
    assert!(matches!(server.join().expect("no panic"), WireError::Ended));
}

#[test]
fn errors_belong_to_their_call() {
    let (caller, _server) = served(&limits(|l| l.most_bytes = 1000));
    let call = |body: &[u8]| match caller.call(0, body, SECOND) {
        Err(SyncCallError::Request(error)) => error,
        other => panic!("{other:?}"),
    };
    assert!(matches!(call(&[0]), RequestError::Remote(error) if error == b"no"));
    assert!(matches!(call(&[1]), RequestError::Panicked));
    assert!(matches!(call(&[2]), RequestError::AnswerTooLarge { bytes: 5000, most: 1000 }));
    assert!(matches!(call(&[0; 1001]), RequestError::TooLarge { bytes: 1001, most: 1000 }));
    assert_eq!(caller.call(0, &[8], SECOND).expect("the channel lives"), [8]);
    assert_eq!(caller.unusable(), None);
}

#[test]
fn after_a_time_out_the_channel_is_unusable() {
    let (caller, _server) = served(&WireLimits::default());
    let began = Instant::now();
    let late = caller.call(0, &[3], Duration::from_millis(50));
    assert!(matches!(late, Err(SyncCallError::TimedOut { .. })), "{late:?}");
    assert!(began.elapsed() < Duration::from_millis(250));
    let later = caller.call(0, &[9], SECOND).expect_err("unusable");
    assert!(later.to_string().contains("unusable since an earlier call: no answer within 50ms"), "{later}");
    assert!(caller.unusable().is_some());
}

#[test]
fn calls_take_turns_and_waiting_counts() {
    let (caller, _server) = served(&WireLimits::default());
    let caller = Arc::new(caller);
    let threads: Vec<_> = (10..20_u8)
        .map(|n| {
            let caller = Arc::clone(&caller);
            thread::spawn(move || {
                (0..100).all(|_| caller.call(0, &[n; 300], SECOND).is_ok_and(|b| b == [n; 300]))
            })
        })
        .collect();
    assert!(threads.into_iter().all(|thread| thread.join().expect("no panic")));
    let slow = Arc::clone(&caller);
    let slow = thread::spawn(move || slow.call(0, &[3], SECOND));
    thread::sleep(Duration::from_millis(50));
    let occupied = caller.call(0, &[9], Duration::from_millis(50));
    assert!(matches!(occupied, Err(SyncCallError::Occupied { .. })), "{occupied:?}");
    assert_eq!(slow.join().expect("no panic").expect("an answer"), [3]);
    assert_eq!(caller.call(0, &[9], SECOND).expect("usable"), [9]);
}

#[test]
fn lies_make_the_channel_unusable() {
    let answers = [
        (frame(2, 0, 2, 0, b""), "answer to request 2"),
        (frame(2, 1, 1, 0, b""), "kind 2"),
        (frame(8, 0, 1, 0, b""), "kind 8"),
        (frame(99, 0, 1, 0, b""), "kind 99"),
        (frame(2, 0, 1, 0, &[0; 101]), "101 bytes"),
    ];
    for (answer, text) in answers {
        let (near, mut far) = UnixStream::pair().expect("a pair");
        let caller = SyncCaller::new(near, &limits(|l| l.most_bytes = 100)).expect("a caller");
        far.write_all(&answer).expect("room");
        let error = caller.call(0, b"x", SECOND).expect_err("a lie");
        assert!(error.to_string().contains(text), "{error}");
        assert!(caller.unusable().is_some());
    }
}

#[test]
fn the_end_of_the_process_is_no_time_out() {
    let (near, mut far) = UnixStream::pair().expect("a pair");
    let caller = SyncCaller::new(near, &WireLimits::default()).expect("a caller");
    let reader = thread::spawn(move || far.read_exact(&mut [0; 25]));
    let error = caller.call(0, b"x", SECOND).expect_err("nobody answers");
    assert!(matches!(error, SyncCallError::Request(RequestError::Closed(WireError::CutShort))), "{error}");
    reader.join().expect("no panic").expect("a request");
}

#[test]
fn the_server_takes_requests_only() {
    let cases = [
        (frame(7, 0, 1, 0, b""), Violation::Header { kind: 7, why: "on the channel for plain requests" }),
        (frame(1, 1, 1, 0, b""), Violation::Header { kind: 1, why: "on the channel for plain requests" }),
        (
            [frame(1, 0, 1, 0, b"x"), frame(1, 0, 1, 0, b"x")].concat(),
            Violation::DuplicateId { id: 1, last: 1 },
        ),
    ];
    for (bytes, expected) in cases {
        let (near, mut far) = UnixStream::pair().expect("a pair");
        far.write_all(&bytes).expect("room");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let end = runtime.block_on(async {
            near.set_nonblocking(true).expect("a socket");
            let near = tokio::net::UnixStream::from_std(near).expect("a socket");
            serve_sync(near, super::support::echo(), WireLimits::default()).await
        });
        assert!(matches!(&end, WireError::Protocol(violation) if *violation == expected), "{end}");
    }
}
