use super::support::{
    ANSWER, CANCEL, CREDIT, END, FAILURE, PIECE, PING, PONG, REFUSAL, REQUEST, STOP, bare, echo, frame,
    in_time, limits, mute, read_frame, send, violation,
};
use hookwire_worker::wire::{RequestError, Violation, WireError, WireLimits};
use std::time::Duration;
use tokio::io::AsyncWriteExt;

async fn after(frames: &[Vec<u8>], limits: WireLimits) -> Violation {
    let (near, mut other) = bare(mute(), limits);
    for frame in frames {
        // It may have ended the connection before all is written.
        let _written = in_time(other.write_all(frame)).await;
    }
    violation(near).await
}

#[tokio::test]
async fn a_giant_is_refused_by_its_header_alone() {
    let mut giant = frame(REQUEST, 0, 1, 0, b"");
    giant[0..4].copy_from_slice(&u32::MAX.to_le_bytes());
    let seen = after(&[giant], WireLimits::default()).await;
    assert_eq!(seen, Violation::TooLarge { bytes: u32::MAX, most: 1 << 20 });
    let seen = after(&[frame(REQUEST, 0, 1, 0, &[0; 101])], limits(|l| l.most_bytes = 100)).await;
    assert_eq!(seen, Violation::TooLarge { bytes: 101, most: 100 });
}

#[tokio::test]
async fn headers_that_contradict_themselves() {
    let default = WireLimits::default;
    for kind in [0, 14, 255] {
        assert_eq!(after(&[frame(kind, 0, 1, 0, b"")], default()).await, Violation::UnknownKind { kind });
    }
    let mut reserved = frame(PING, 0, 1, 0, b"");
    reserved[7] = 1;
    let wrong = [
        frame(PING, 0, 1, 0, b"body"),
        frame(CANCEL, 0, 1, 0, b"body"),
        frame(END, 1, 1, 0, b"body"),
        frame(REQUEST, 2, 1, 0, b""),
        frame(FAILURE, 1, 1, 0, b""),
        frame(REFUSAL, 0, 1, 0, b""),
        frame(REFUSAL, 6, 1, 0, b""),
        frame(REQUEST, 0, 0, 0, b""),
        frame(6, 0, 1, 0, b"a note with a number"),
        frame(PING, 0, 1, 1, b""),
        reserved,
    ];
    for bytes in wrong {
        let seen = after(std::slice::from_ref(&bytes), default()).await;
        assert!(matches!(seen, Violation::Header { kind, .. } if kind == bytes[4]), "{bytes:?}: {seen}");
    }
}

#[tokio::test]
async fn answers_to_requests_that_were_never_made() {
    for kind in [ANSWER, FAILURE, PONG] {
        let seen = after(&[frame(kind, 0, 9, 0, b"")], WireLimits::default()).await;
        assert_eq!(seen, Violation::NeverAsked { id: 9 });
    }
    let seen = after(&[frame(REFUSAL, 1, 9, 0, b"")], WireLimits::default()).await;
    assert_eq!(seen, Violation::NeverAsked { id: 9 });
    for bytes in [frame(CANCEL, 0, 9, 0, b""), frame(PIECE, 0, 9, 0, b"x"), frame(PIECE, 1, 9, 0, b"x")] {
        assert_eq!(after(&[bytes], WireLimits::default()).await, Violation::UnknownId { id: 9 });
    }
    for bytes in [frame(CREDIT, 0, 9, 5, b""), frame(STOP, 1, 9, 0, b""), frame(END, 0, 9, 0, b"")] {
        assert_eq!(after(&[bytes], WireLimits::default()).await, Violation::UnknownId { id: 9 });
    }
}

#[tokio::test]
async fn two_answers_to_one_request() {
    let (near, mut other) = bare(mute(), WireLimits::default());
    let peer = near.peer.clone();
    let asked = tokio::spawn(async move { peer.request(vec![1].into()).await });
    assert_eq!(read_frame(&mut other).await.id, 1);
    send(&mut other, &[frame(ANSWER, 0, 1, 0, b"one"), frame(ANSWER, 0, 1, 0, b"two")].concat()).await;
    assert_eq!(in_time(asked).await.expect("no panic").expect("the first one").body, b"one");
    assert_eq!(violation(near).await, Violation::NeverAsked { id: 1 });
}

#[tokio::test]
async fn a_pong_is_no_answer_to_a_request() {
    let (near, mut other) = bare(mute(), WireLimits::default());
    let peer = near.peer.clone();
    let asked = tokio::spawn(async move { peer.request(vec![1].into()).await });
    assert_eq!(read_frame(&mut other).await.id, 1);
    send(&mut other, &frame(PONG, 0, 1, 0, b"")).await;
    assert_eq!(violation(near).await, Violation::NeverAsked { id: 1 });
    let answer = in_time(asked).await.expect("no panic");
    assert!(matches!(
        answer,
        Err(RequestError::Closed(WireError::Protocol(Violation::NeverAsked { id: 1 })))
    ));
}

#[tokio::test]
async fn numbers_that_come_twice() {
    for second in [frame(REQUEST, 0, 5, 0, b""), frame(REQUEST, 0, 4, 0, b""), frame(PING, 0, 5, 0, b"")] {
        let seen = after(&[frame(REQUEST, 0, 5, 0, b""), second.clone()], WireLimits::default()).await;
        let id = u64::from(second[8]);
        assert_eq!(seen, Violation::DuplicateId { id, last: 5 });
    }
}

#[tokio::test]
async fn a_frame_that_stays_away() {
    let short = || limits(|l| l.frame_time = Duration::from_millis(50));
    let whole = frame(REQUEST, 0, 1, 0, &vec![0; 100_000]);
    for part in [1, 23, 24, 1000, 40_000, whole.len() - 1] {
        let seen = after(&[whole[..part].to_vec()], short()).await;
        assert_eq!(seen, Violation::SlowFrame { waited: Duration::from_millis(50) }, "{part} bytes");
    }
}

#[tokio::test]
async fn a_frame_that_comes_slowly_is_no_lie_and_silence_neither() {
    let (near, mut other) = bare(echo(), limits(|l| l.frame_time = Duration::from_millis(100)));
    for part in frame(REQUEST, 0, 1, 0, &[3; 40]).chunks(8) {
        tokio::time::sleep(Duration::from_millis(30)).await;
        send(&mut other, part).await;
    }
    assert_eq!(read_frame(&mut other).await.body, [3; 40]);
    tokio::time::sleep(Duration::from_millis(250)).await;
    assert!(!near.driver.is_finished());
}

#[tokio::test]
async fn who_does_not_read_what_it_asks_for_is_cut_off() {
    let (near, mut other) = bare(echo(), limits(|l| l.most_queued = 10_000));
    let mut id = 0;
    // Pongs that nobody reads.
    let flood = async {
        loop {
            id += 1;
            if other.write_all(&frame(PING, 0, id, 0, b"")).await.is_err() {
                break;
            }
        }
    };
    in_time(flood).await;
    assert!(matches!(violation(near).await, Violation::Flood { queued } if queued > 10_000));
}
