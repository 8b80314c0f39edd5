use crate::rows::{NextCall, run};
use crate::{ALONE, HOST, all, tell};
use hookwire_misbehave::{Inline, Misbehaviour as How, Row};
use hookwire_tests::isolated_host::IsolatedHost;

/// What is tried each time of what costs a host: one of each way to end.
const SELECTION: [How; 9] = [
    How::EndlessLoop,
    How::BlockingSleep,
    How::SpawnedLoop,
    How::StackOverflow,
    How::NullWrite,
    How::ExitZero,
    How::DoublePanic,
    How::Leak,
    How::ChangesDirectory,
];

/// How many people talk to the host meanwhile.
const TALKERS: usize = 4;
/// What a host may have whose memory is to end: a bomb stops later by itself.
const MEMORY: u64 = 3 << 29;

fn contained() -> impl Iterator<Item = &'static Row> {
    How::ROWS.iter().filter(|row| matches!(row.inline, Inline::Contained(_)))
}

/// What is contained if it is over within the second that the tool has: a machine that does much else may take longer.
const NEEDS_A_FAST_MACHINE: [How; 3] = [How::BigResult, How::GiantResult, How::ServiceFlood];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "beside other tests the machine decides what is in time: `tests/run --all`"]
async fn what_the_inline_tier_contains_costs_one_call_and_leaves_nothing() {
    let _alone = ALONE.lock().await;
    let mut host = IsolatedHost::start(HOST, "inline", TALKERS, "", None).await;
    let mut wrong = Vec::new();
    for row in contained().filter(|row| all() || !NEEDS_A_FAST_MACHINE.contains(&row.how)) {
        let seen = run(&mut host, row).await;
        tell(&format!("inline {}: {seen}", row.name));
        let differs = seen.differs_inline(row.inline);
        let lost = (seen.lost > 0).then(|| format!("others lost messages: {seen}"));
        wrong.extend(differs.or(lost).map(|why| format!("{}: {why}", row.name)));
        // Without an answer the host is gone or stuck; a plugin that is taken off would fail at all that follows.
        if seen.call.is_none() || seen.next == Some(NextCall::Failed) {
            host = IsolatedHost::start(HOST, "inline", TALKERS, "", None).await;
        }
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_inline_tier_does_not_contain_ends_as_its_table_says() {
    let _alone = ALONE.lock().await;
    let mut wrong = Vec::new();
    let rows = How::ROWS.iter().filter(|row| !matches!(row.inline, Inline::Contained(_)));
    for row in rows.filter(|row| all() || SELECTION.contains(&row.how)) {
        let memory = (row.how == How::AllocationLoop).then_some(MEMORY);
        let mut host = IsolatedHost::start(HOST, "inline", TALKERS, "", memory).await;
        let seen = run(&mut host, row).await;
        tell(&format!("inline {}: {seen}", row.name));
        wrong.extend(seen.differs_inline(row.inline).map(|why| format!("{}: {why}", row.name)));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}
