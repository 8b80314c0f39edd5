//! Five hundred streams at once: none lost, none mixed, memory bounded.

#[allow(dead_code, reason = "shared with the tests of the door")]
#[path = "http/server.rs"]
mod server;
#[allow(dead_code, reason = "shared with the tests of the door")]
#[path = "http/wire.rs"]
mod wire;

use serde_json::json;
use server::server;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::task::JoinSet;
use wire::{post, text};

const STREAMS: usize = 500;
const WORDS: usize = 40;
/// What five hundred streams may cost, both ends of each connection together.
const MOST_MIB: u64 = 128;

/// What this process has in memory, in KiB.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_streams_get_each_their_own_words() {
    let server = Arc::new(server(&["limits.turns=500"]).await);
    let before = resident();
    let mut streams = JoinSet::new();
    for number in 0..STREAMS {
        let server = Arc::clone(&server);
        streams.spawn(async move {
            let words: Vec<_> = (0..WORDS).map(|word| format!("w{number}.{word}")).collect();
            let said = format!("slow {}", words.join(" "));
            let events = post("/v1/stream", &json!({ "message": said })).open(server.at).await.events().await;
            let ids: Vec<usize> =
                events.iter().map(|event| event.id.rsplit_once('-').unwrap().1.parse().unwrap()).collect();
            assert_eq!(ids, (1..=ids.len()).collect::<Vec<_>>(), "stream {number} lost or doubled an event");
            assert_eq!(text(&events), said, "stream {number} is mixed");
            assert_eq!(events.last().unwrap().data["response"], said);
            events[0].data["session"].as_str().unwrap().to_owned()
        });
    }
    let peak = Arc::new(AtomicU64::new(0));
    let watch = tokio::spawn(watch(Arc::clone(&peak)));
    let sessions: BTreeSet<_> = streams.join_all().await.into_iter().collect();
    watch.abort();
    assert_eq!(sessions.len(), STREAMS, "two streams share a session");
    let (peak, after) = (peak.load(Ordering::Relaxed), resident());
    println!("VmRSS: {before} KiB before, {peak} KiB at most, {after} KiB after {STREAMS} streams");
    assert!(peak - before < MOST_MIB * 1024, "{} KiB for {STREAMS} streams", peak - before);
}

/// Looks again and again how much memory is used.
async fn watch(peak: Arc<AtomicU64>) {
    loop {
        peak.fetch_max(resident(), Ordering::Relaxed);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
