//! The time of processors that plugins take, as the watchdog samples it.

use crate::accounts::started;
use hookwire::chain::{FaultKind, Watchdog};
use hookwire::cx::{Cancel, Identity};
use hookwire::live::{Plugins, Settings};
use hookwire::plugin::{Isolation, Limits, Plugin};
use hookwire::points::MessageReceived;
use hookwire::watchdog::usage;
use hookwire::{Registry, plugin};
use std::thread;
use std::time::{Duration, Instant};
use tokio::time::sleep;

const TICK: Duration = Duration::from_millis(5);
const WORK: Duration = Duration::from_millis(300);

fn watch() {
    Watchdog::start(TICK, Duration::from_mins(1));
}

fn cpu(plugin: &str) -> Duration {
    usage().into_iter().find(|(id, _)| *id == plugin).unwrap().1.cpu
}

fn spin(time: Duration) {
    let start = Instant::now();
    while start.elapsed() < time {
        std::hint::spin_loop();
    }
}

/// Computes in one go, in many short ones, or not at all.
#[derive(Default)]
struct Busy;

#[plugin(id = "busy")]
impl Busy {
    #[hook("message.received")]
    async fn received(&self, _: &MessageReceived) {
        spin(WORK);
    }
}

#[derive(Default)]
struct Sliced;

#[plugin(id = "sliced")]
impl Sliced {
    #[hook("message.received")]
    async fn received(&self, _: &MessageReceived) {
        let start = Instant::now();
        while start.elapsed() < WORK {
            spin(Duration::from_micros(200));
            tokio::task::yield_now().await;
        }
    }
}

#[derive(Default)]
struct Sleepy;

#[plugin(id = "sleepy")]
impl Sleepy {
    #[hook("message.received")]
    async fn received(&self, _: &MessageReceived) {
        thread::sleep(WORK);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn who_computes_is_charged_and_who_sleeps_is_not() {
    watch();
    for (manifest, id) in
        [(Busy::MANIFEST, "busy"), (Sliced::MANIFEST, "sliced"), (Sleepy::MANIFEST, "sleepy")]
    {
        let (_plugins, cx) = started(manifest).await;
        tokio::spawn(async move { cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap() })
            .await
            .unwrap();
        let used = cpu(id);
        // The machine may have other things to do: whoever computes has then had less of it.
        let range = if id == "sleepy" { Duration::ZERO..WORK / 3 } else { WORK / 6..WORK * 2 };
        assert!(range.contains(&used), "{id} {used:?}");
    }
}

#[derive(Default)]
struct Hot;

#[plugin(id = "hot")]
impl Hot {
    #[hook("message.received")]
    async fn received(&self, _: &MessageReceived) {
        spin(WORK);
    }
}

#[tokio::test(start_paused = true)]
async fn who_takes_more_than_its_share_is_told_of_once() {
    watch();
    let limits = Limits { cpu_per_second: Some(Duration::from_millis(2)), ..Limits::default() };
    let settings = Settings {
        isolation: [("hot".to_owned(), Isolation { limits, ..Isolation::default() })].into(),
        ..Settings::default()
    };
    let plugins =
        Plugins::of(Registry::of(&[Hot::MANIFEST]).unwrap()).settings(settings).start().await.unwrap();
    let watched = plugins.clone();
    tokio::spawn(async move { watched.run_limits().await });
    sleep(Duration::from_secs(2)).await;
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
    assert_eq!(plugins.flush_faults().await, [], "ten seconds are not over");
    sleep(Duration::from_secs(12)).await;
    let faults = plugins.flush_faults().await;
    let [fault] = &*faults else { panic!("{faults:?}") };
    assert_eq!((fault.kind, &*fault.plugin), (FaultKind::Cpu, "hot"));
    assert!(fault.to_string().contains("has used too much processor time: "), "{fault}");
    sleep(Duration::from_secs(30)).await;
    assert_eq!(plugins.flush_faults().await, []);
}
