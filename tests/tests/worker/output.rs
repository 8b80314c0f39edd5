use crate::common::{answer, fenced, launch, printed, spawn_with};
use hookwire_worker::process::{Launch, Spawned, Stream};
use hookwire_worker::sandbox::Policy;
use std::time::{Duration, Instant};
use tokio::io::AsyncReadExt;

#[tokio::test]
async fn lines_reach_the_host_with_their_streams() {
    let (printed, output) = printed();
    let launch = Launch { output, ..launch("lines", Policy::default()) };
    let (text, _) = answer(spawn_with(fenced(), launch).await.unwrap()).await;
    assert_eq!(text, "printed");
    let printed = printed.lock().unwrap();
    let of = |wanted: Stream| -> Vec<&str> {
        printed.lines.iter().filter(|(stream, _)| *stream == wanted).map(|(_, text)| text.as_str()).collect()
    };
    assert_eq!(of(Stream::Stdout), ["first", "second", "no end"]);
    // A line without end does not grow without end.
    assert_eq!(of(Stream::Stderr).iter().map(|piece| piece.len()).collect::<Vec<_>>(), [8192, 8192]);
    assert_eq!(printed.dropped, 0);
}

#[tokio::test]
async fn a_flood_is_read_dropped_and_counted() {
    const FLOOD: u64 = 64 << 20;
    let (printed, output) = printed();
    let flood = format!("flood {FLOOD}");
    let launch = Launch { output, output_bytes_per_second: 10_000, ..launch(&flood, Policy::default()) };
    let since = Instant::now();
    let Spawned { worker, mut ends } = spawn_with(fenced(), launch).await.unwrap();
    let mut text = String::new();
    ends.reader.read_to_string(&mut text).await.unwrap();
    assert_eq!(text, "printed");
    worker.wait().await;
    let seconds = since.elapsed().as_secs();
    assert!(since.elapsed() < Duration::from_secs(30), "{:?}", since.elapsed());
    let printed = printed.lock().unwrap();
    let kept: usize = printed.lines.iter().map(|(_, text)| text.len() + 1).sum();
    let sent = FLOOD / 100 * 100;
    assert!(kept as u64 <= 10_000 * (seconds + 2), "{kept} in {seconds} s");
    assert_eq!(printed.dropped, worker.dropped_output());
    assert!(printed.dropped + kept as u64 >= sent, "{} + {kept} < {sent}", printed.dropped);
}
