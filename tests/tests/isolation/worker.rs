use crate::rows::run;
use crate::{ALONE, HOST, PATIENCE, all, tell};
use hookwire_misbehave::{Group, Misbehaviour as How, Worker};
use hookwire_tests::isolated_host::IsolatedHost;

/// What is tried beside the probes of the policy where not everything is.
const SELECTION: [How; 16] = [
    How::Panic,
    How::PanicInSerialize,
    How::DoublePanic,
    How::NeverCompletes,
    How::EndlessLoop,
    How::StackOverflow,
    How::Abort,
    How::ExitZero,
    How::NullWrite,
    How::AllocationLoop,
    How::HugeVec,
    How::ForkBomb,
    How::DescriptorBomb,
    How::BigResult,
    How::Junk,
    How::LyingLength,
];

/// How many people talk to the host meanwhile.
const TALKERS: usize = 4;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "beside other tests the machine decides what is in time: `tests/run --all`"]
async fn every_misbehaviour_costs_the_worker_tier_one_call_at_most() {
    let _alone = ALONE.lock().await;
    let mut host = IsolatedHost::start(HOST, "worker", TALKERS, "", None).await;
    let mut wrong = Vec::new();
    for row in
        How::ROWS.iter().filter(|row| all() || row.group == Group::Policy || SELECTION.contains(&row.how))
    {
        let seen = run(&mut host, row).await;
        tell(&format!("worker {}: {seen}", row.name));
        wrong.extend(
            seen.differs_in_worker(row.worker, TALKERS as u64).map(|why| format!("{}: {why}", row.name)),
        );
        if seen.call.is_none() {
            host = IsolatedHost::start(HOST, "worker", TALKERS, "", None).await;
        }
    }
    let (_, processes, files) = host.stop(PATIENCE).await;
    if !processes.is_empty() || !files.is_empty() {
        wrong.push(format!("left behind: the processes {processes:?}, the files {files:?}"));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn no_probe_of_the_policy_is_promised_to_succeed() {
    let probes = || How::ROWS.iter().filter(|row| row.group == Group::Policy);
    assert!(probes().count() >= 6);
    let allowed: Vec<_> =
        probes().filter(|row| row.worker != Worker::Kept(hookwire_misbehave::Call::Fails)).collect();
    assert!(allowed.is_empty(), "{allowed:?}");
}
