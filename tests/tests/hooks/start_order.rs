//! `#[plugin(after = ..)]`: plugins start after those they name, and stop before them.

use hookwire::cx::Services;
use hookwire::live::{Plugins, Settings, Status};
use hookwire::plugin::{Manifest, Plugin};
use hookwire::registry::Conflict;
use hookwire::test::FakeLog;
use hookwire::{Cx, Registry, plugin};
use std::sync::Arc;

macro_rules! staged {
    ($name:ident, $($argument:tt)*) => {
        #[derive(Default)]
        struct $name;

        #[plugin($($argument)*)]
        impl $name {
            #[start]
            fn start(&self, cx: &Cx) {
                cx.info("start");
            }

            #[stop]
            fn stop(&self, cx: &Cx) {
                cx.info("stop");
            }
        }
    };
}

staged!(Base, id = "z-base");
staged!(Other, id = "m-other");
staged!(Top, id = "a-top", after = ["k-middle", "z-base"]);
staged!(Middle, id = "k-middle", after = "z-base");
staged!(Heir, id = "y-heir", replaces = "z-base");
staged!(Lost, id = "lost-starter", after = "z-bass");
staged!(Hen, id = "hen", after = "egg");
staged!(Egg, id = "egg", after = "hen");

const STACK: [&Manifest; 4] = [Top::MANIFEST, Middle::MANIFEST, Other::MANIFEST, Base::MANIFEST];

fn order(plugins: &[&'static Manifest]) -> Vec<&'static str> {
    Registry::of(plugins).unwrap().start_order().iter().map(|plugin| plugin.id).collect()
}

/// Returns services that are a log and nothing else.
fn logging(log: &Arc<FakeLog>) -> Services {
    let mut services = Services::none();
    services.log = Some(Arc::clone(log) as _);
    services
}

/// Starts and stops plugins, and returns what they logged.
async fn run(plugins: &[&'static Manifest], disabled: &[&str]) -> Vec<String> {
    let log = Arc::new(FakeLog::default());
    let settings =
        Settings { disabled: disabled.iter().map(|id| (*id).to_owned()).collect(), ..Settings::default() };
    let live = Plugins::of(Registry::of(plugins).unwrap()).settings(settings).services(logging(&log));
    let live = live.start().await.unwrap();
    let ids: Vec<_> = live.status().into_iter().map(|(id, _)| id).collect();
    assert!(ids.is_sorted(), "{ids:?}");
    assert!(live.status().iter().all(|(id, status)| (*status == Status::Live) != disabled.contains(id)));
    live.stop().await;
    log.records().iter().map(|record| format!("{} {}", record.plugin, record.message)).collect()
}

#[test]
fn each_plugin_comes_after_those_that_it_names_and_else_by_its_id() {
    assert_eq!(order(&STACK), ["m-other", "z-base", "k-middle", "a-top"]);
    assert_eq!(order(&[Other::MANIFEST, Base::MANIFEST]), ["m-other", "z-base"]);
}

#[tokio::test]
async fn plugins_start_in_this_order_and_stop_in_the_reverse() {
    let log = run(&STACK, &[]).await;
    let started = ["m-other start", "z-base start", "k-middle start", "a-top start"];
    let stopped = ["a-top stop", "k-middle stop", "z-base stop", "m-other stop"];
    assert_eq!(log, [started, stopped].concat());
}

#[tokio::test]
async fn a_disabled_plugin_is_no_obstacle() {
    let log = run(&STACK, &["k-middle"]).await;
    let expected =
        ["m-other start", "z-base start", "a-top start", "a-top stop", "z-base stop", "m-other stop"];
    assert_eq!(log, expected);
}

#[test]
fn a_plugin_that_replaces_another_is_waited_for_in_its_place() {
    assert_eq!(order(&[Middle::MANIFEST, Base::MANIFEST, Heir::MANIFEST]), ["y-heir", "k-middle"]);
}

#[test]
fn a_plugin_whose_feature_is_off_may_be_named() {
    let registry = Registry::without(&[Middle::MANIFEST], &["z-base"]).unwrap();
    assert_eq!(registry.start_order().len(), 1);
}

#[test]
fn a_name_that_nobody_has_is_a_conflict() {
    let conflicts = Registry::of(&[Lost::MANIFEST, Base::MANIFEST]).unwrap_err();
    let expected = format!(
        "`lost-starter` at {} is to start after `z-bass`, but there is no such plugin; did you mean `z-base`?",
        Lost::MANIFEST.place()
    );
    assert_eq!(conflicts.to_string(), expected);
}

#[test]
fn plugins_that_wait_for_each_other_are_a_conflict_with_both_places() {
    let conflicts = Registry::of(&[Hen::MANIFEST, Egg::MANIFEST, Base::MANIFEST]).unwrap_err();
    assert!(matches!(conflicts.all(), [Conflict::StartCycle { .. }]), "{conflicts}");
    let (hen, egg) = (Hen::MANIFEST.place(), Egg::MANIFEST.place());
    let circle = [
        format!("`egg` at {egg} starts after `hen` at {hen} starts after `egg` at {egg}"),
        format!("`hen` at {hen} starts after `egg` at {egg} starts after `hen` at {hen}"),
    ];
    let text = conflicts.to_string();
    assert!(circle.iter().any(|circle| text.contains(circle)), "{text}");
}
