use super::support::{Service, bare, frame, in_time, limits, mute};
use futures_util::StreamExt;
use hookwire_worker::wire::{Response, WireError};
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Reads some of a stream, and answers with the rest of it.
fn reads() -> Arc<Service> {
    Service::new(|_, request| async move {
        let mut stream = request.stream;
        if let Some(stream) = &mut stream {
            stream.next().await;
        }
        Ok(Response { body: request.body, stream })
    })
}

/// Frames that are right in their form, and bytes that are nothing.
fn input() -> impl Strategy<Value = Vec<u8>> {
    let numbers = prop_oneof![8 => 0..8_u64, 1 => any::<u64>()];
    let body = vec(any::<u8>(), 0..100);
    let extra = prop_oneof![4 => Just(0), 1 => any::<u64>()];
    let form = (0..15_u8, 0..3_u8, numbers, extra, body)
        .prop_map(|(kind, flags, id, extra, body)| frame(kind, flags, id, extra, &body));
    let rising = (1..200_u64, 0..2_u8).prop_map(|(id, flags)| frame(1, flags, id, 0, b"a request"));
    prop_oneof![6 => form, 3 => rising, 1 => vec(any::<u8>(), 0..60)]
}

async fn feed(frames: Vec<Vec<u8>>, cuts: Vec<usize>) -> WireError {
    let limits = limits(|l| {
        l.most_bytes = 1000;
        l.most_requests = 10;
        l.most_held = 10_000;
        l.stream_window = 500;
        l.frame_time = Duration::from_secs(5);
    });
    let (near, other) = bare(reads(), limits);
    let asked: Vec<_> = (0..3)
        .map(|_| {
            let peer = near.peer.clone();
            tokio::spawn(async move { peer.request(vec![1].into()).await })
        })
        .collect();
    let (mut reader, mut writer) = tokio::io::split(other);
    let reading = tokio::spawn(async move { tokio::io::copy(&mut reader, &mut tokio::io::sink()).await });
    let bytes = frames.concat();
    let mut rest = &bytes[..];
    for cut in cuts.into_iter().chain([usize::MAX]) {
        let part;
        (part, rest) = rest.split_at(cut.min(rest.len()));
        if in_time(writer.write_all(part)).await.is_err() {
            break;
        }
        tokio::task::yield_now().await;
    }
    let _ended = writer.shutdown().await;
    let end = in_time(near.driver).await.expect("no panic");
    for asked in asked {
        let _answer = in_time(asked).await.expect("no panic, and an end");
    }
    let _copied = in_time(reading).await.expect("no panic");
    assert_eq!(near.peer.open_requests(), 0);
    end
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn whatever_comes_the_end_has_a_name(frames in vec(input(), 0..30), cuts in vec(1..90_usize, 0..20)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let end = runtime.block_on(feed(frames, cuts));
        let named = matches!(end, WireError::Protocol(_) | WireError::Ended | WireError::CutShort);
        assert!(named, "{end}");
    }

    #[test]
    fn bytes_that_are_nothing(bytes in vec(any::<u8>(), 0..300)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let end = runtime.block_on(async {
            let (near, mut other) = bare(mute(), limits(|l| l.most_bytes = 1000));
            let _written = other.write_all(&bytes).await;
            let _ended = other.shutdown().await;
            let _rest = in_time(other.read_to_end(&mut Vec::new())).await;
            in_time(near.driver).await.expect("no panic")
        });
        let named = matches!(end, WireError::Protocol(_) | WireError::Ended | WireError::CutShort);
        assert!(named, "{end}");
    }
}
