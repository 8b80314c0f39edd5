//! `HOOKWIRE_TEST_SOAK` says how many seconds, `HOOKWIRE_TEST_TIER` in which tier; in the host's process only what it contains
//! is tried.

use crate::{HOST, PATIENCE, tell};
use hookwire_misbehave::{Inline, Misbehaviour as How, Row};
use hookwire_tests::isolated_host::{End, IsolatedHost, ProcessState};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// How many people talk to the host.
const TALKERS: usize = 50;
/// How many plugins misbehave.
const PLUGINS: u64 = 10;
/// The time between two misbehaviours: 50 a second.
const PACE: Duration = Duration::from_millis(20);
/// How long a call may take: its time-out, the grace, a restart, and a machine that does all that at once.
const LONGEST: Duration = Duration::from_secs(5);
/// How long the host settles before it is measured.
const SETTLE: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it takes half an hour"]
async fn nothing_is_lost_and_nothing_grows_while_ten_plugins_misbehave() {
    let tier = std::env::var("HOOKWIRE_TEST_TIER").unwrap_or_else(|_| "worker".into());
    let seconds = std::env::var("HOOKWIRE_TEST_SOAK").ok().and_then(|it| it.parse().ok()).unwrap_or(1800);
    let mut host = IsolatedHost::start(HOST, &tier, TALKERS, "", None).await;
    let rows: Vec<_> = How::ROWS.iter().filter(|row| tier == "worker" || is_light(row)).collect();
    let seed = std::process::id().into();
    misbehave(&host, &rows, SETTLE, seed).await;
    let _ = host.order(json!({ "order": "status" }), PATIENCE).await;
    let before = host.state();
    let (calls, longest, unanswered) = misbehave(&host, &rows, Duration::from_secs(seconds), seed + 1).await;
    tokio::time::sleep(SETTLE).await;
    let End::Answer(status) = host.order(json!({ "order": "status" }), PATIENCE).await else {
        panic!("the host says nothing");
    };
    let after = host.state();
    tell(&format!(
        "{tier}, {seconds} s (seed {seed}): {calls} calls, the longest {longest:?}; {status}\n  at the start: {}\n  at the end:   {}",
        described(&before),
        described(&after)
    ));
    assert_eq!(unanswered, 0, "calls had no answer");
    assert_eq!(status["healthy"]["lost"], 0, "{status}");
    assert!(longest < LONGEST, "{longest:?}");
    assert!(after.descriptors <= before.descriptors + 32, "descriptors grow");
    assert!(after.resident <= before.resident + (64 << 20), "memory grows");
    let (_, processes, files) = host.stop(PATIENCE).await;
    assert!(processes.is_empty() && files.is_empty(), "left behind: {processes:?} {files:?}");
}

/// Has plugins misbehave at random for a time; returns how many calls there were, the longest, and how many had no answer.
async fn misbehave(
    host: &IsolatedHost,
    rows: &[&'static Row],
    time: Duration,
    seed: u64,
) -> (u64, Duration, u64) {
    let (longest, unanswered) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let (since, mut chance, mut calls) = (Instant::now(), Chance(seed), 0);
    let mut pace = tokio::time::interval(PACE);
    let mut open = tokio::task::JoinSet::new();
    while since.elapsed() < time {
        pace.tick().await;
        let row = rows[usize::try_from(chance.below(rows.len() as u64)).unwrap_or_default()];
        let order =
            json!({ "order": "call", "tool": format!("rowdy_{}", chance.below(PLUGINS)), "how": row.name });
        let (voice, longest, unanswered) = (host.voice(), Arc::clone(&longest), Arc::clone(&unanswered));
        calls += 1;
        open.spawn(async move {
            let asked = Instant::now();
            if voice.order(order, PATIENCE * 2).await.is_none() {
                unanswered.fetch_add(1, Ordering::Relaxed);
                tell(&format!("no answer: {}", row.name));
            }
            let took = u64::try_from(asked.elapsed().as_millis()).unwrap_or(u64::MAX);
            longest.fetch_max(took, Ordering::Relaxed);
        });
        while open.try_join_next().is_some() {}
    }
    open.join_all().await;
    let longest = Duration::from_millis(longest.load(Ordering::Relaxed));
    (calls, longest, unanswered.load(Ordering::Relaxed))
}

/// Returns whether a host can stand it many times a second.
fn is_light(row: &Row) -> bool {
    let heavy = [How::BigResult, How::GiantResult, How::LogFlood, How::YieldsForEver, How::ReadyResources];
    matches!(row.inline, Inline::Contained(_)) && !heavy.contains(&row.how)
}

fn described(state: &ProcessState) -> String {
    let ProcessState { resident, descriptors, threads, others, .. } = state;
    format!("{} MiB, {descriptors} descriptors, {threads} threads, {others} other processes", resident >> 20)
}

/// Numbers that are the same for the same seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}
