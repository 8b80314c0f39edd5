use crate::{ALONE, HOST, PATIENCE, all, tell};
use hookwire_misbehave::{Misbehaviour as How, Place};
use hookwire_tests::isolated_host::{End, IsolatedHost};
use serde_json::{Value, json};

/// What nobody but the plugin's own fault hears of: observers, and what is run by the clock.
const SILENT: [Place; 2] = [Place::Observe, Place::Clock];

fn order(place: Place, how: How) -> Value {
    json!({ "order": "place", "place": place.name(), "how": how.name() })
}

async fn try_places(tier: &str, hows: &[How]) {
    let mut host = IsolatedHost::start(HOST, tier, 4, "", None).await;
    let mut wrong = Vec::new();
    for place in Place::ALL {
        for how in hows {
            let name = format!("{tier} {}:{}", place.name(), how.name());
            let End::Answer(answer) = host.order(order(place, *how), PATIENCE).await else {
                panic!("{name}: no answer; {}", host.noise_text());
            };
            tell(&format!("{name}: {answer}"));
            if (answer["failed"] == true) == SILENT.contains(&place) {
                wrong.push(format!("{name}: {answer}"));
            }
            match host.order(order(place, How::Nothing), PATIENCE).await {
                End::Answer(next) if next["failed"] == false => {}
                next => wrong.push(format!("{name}: the next call: {next:?}")),
            }
        }
    }
    let End::Answer(status) = host.order(json!({ "order": "status" }), PATIENCE).await else {
        panic!("{tier}: the host says nothing");
    };
    if status["healthy"]["lost"] != 0 {
        wrong.push(format!("others lost messages: {status}"));
    }
    let (_, processes, files) = host.stop(PATIENCE).await;
    if !processes.is_empty() || !files.is_empty() {
        wrong.push(format!("left behind: the processes {processes:?}, the files {files:?}"));
    }
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_panic_is_contained_wherever_the_host_calls_a_plugin() {
    let _alone = ALONE.lock().await;
    try_places("inline", &[How::Panic]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "not held yet: calls of the same plugin are lost beside a loop, and a stop that ends the process is no failure"]
async fn a_worker_contains_everything_wherever_the_host_calls_it() {
    let _alone = ALONE.lock().await;
    try_places("worker", &[How::Panic, How::NullWrite, How::EndlessLoop]).await;
}

/// Misbehaves while the plugin is made, started and stopped.
async fn live_badly(tier: &str, hows: &[How]) {
    for how in hows {
        for moment in ["init", "start", "stop"] {
            let settings = format!("{moment} = {:?}\n", how.name());
            let host = IsolatedHost::start(HOST, tier, 1, &settings, None).await;
            let state = host.plugins.iter().find(|it| it.starts_with("misbehave: ")).cloned();
            let state = state.expect("the plugin is known");
            assert_eq!(state.contains("failed"), moment != "stop", "{tier} {moment} {how:?}: {state}");
            assert!(host.plugins.iter().any(|it| it == "healthy: live"), "{:?}", host.plugins);
            let (answer, processes, files) = host.stop(PATIENCE * 4).await;
            let failed = answer["failed_to_stop"].to_string();
            assert_eq!(failed.contains("misbehave: "), moment == "stop", "{tier} {moment} {how:?}: {failed}");
            assert!(processes.is_empty() && files.is_empty(), "{tier} {moment}: {processes:?} {files:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plugin_that_panics_at_its_beginning_or_end_is_left_out() {
    let _alone = ALONE.lock().await;
    live_badly("inline", &[How::Panic]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "not held yet: calls of the same plugin are lost beside a loop, and a stop that ends the process is no failure"]
async fn a_worker_that_ends_at_its_beginning_or_end_is_left_out() {
    let _alone = ALONE.lock().await;
    let hows: &[How] =
        if all() { &[How::Panic, How::NullWrite, How::EndlessLoop] } else { &[How::Panic, How::NullWrite] };
    live_badly("worker", hows).await;
}
