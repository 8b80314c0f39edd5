//! One switch for all hooks at observe points.

use crate::faulty::Faulty;
use crate::saying;
use hookwire_host::engine::PluginSettingsError;
use hookwire_host::engine::store::{Memory, Store};
use hookwire_tests::test_host::TestHost;
use std::sync::Arc;

/// Points at which the probe only looks.
const OBSERVED: [&str; 3] = ["session.start", "message.received", "turn.complete"];
/// Points at which it edits, guards, answers.
const OTHERS: [&str; 3] = ["inbound.received", "agent.before", "agent.after"];

/// Has a message answered, and returns how often the probe was called at points of both sorts.
async fn counts(host: &TestHost) -> ([usize; 3], [usize; 3]) {
    let before = (OBSERVED.map(|point| host.log.count(point)), OTHERS.map(|point| host.log.count(point)));
    TestHost::completed(&host.say("hi").await);
    let since = |points: [&str; 3], before: [usize; 3]| {
        let mut now = points.map(|point| host.log.count(point));
        now.iter_mut().zip(before).for_each(|(now, before)| *now -= before);
        now
    };
    (since(OBSERVED, before.0), since(OTHERS, before.1))
}

#[tokio::test]
async fn without_observers_a_turn_is_the_same_and_nobody_looks() {
    let host = saying("yes").config("observers = false").start().await;
    assert_eq!(counts(&host).await, ([0; 3], [1; 3]));
    assert!(!host.agent().plugins().has_observers());
    let log = host.stop().await;
    assert_eq!((log.count("host.start"), log.count("host.stop")), (0, 0));
}

#[tokio::test]
async fn the_switch_counts_for_the_next_request_and_after_a_restart() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let host = saying("yes").store(&store).start().await;
    assert_eq!(counts(&host).await, ([1; 3], [1; 3]));
    let change = host.agent().switch_observers(false, "ann").await.unwrap();
    assert_eq!((change.version, change.enabled, &*change.by), (1, Some(false), "ann"));
    assert_eq!(counts(&host).await, ([0; 3], [1; 3]));
    host.stop().await;
    let host = saying("yes").store(&store).start().await;
    assert_eq!(counts(&host).await, ([0; 3], [1; 3]));
    assert_eq!(host.agent().switch_observers(true, "ann").await.unwrap().version, 2);
    assert_eq!(counts(&host).await, ([1; 3], [1; 3]));
    host.stop().await;
}

#[tokio::test]
async fn a_configuration_that_was_read_again_counts_unless_somebody_switched() {
    let host = saying("yes").start().await;
    let mut settings = host.agent().plugins().settings().clone();
    settings.without_observers = true;
    host.agent().reload_observers(&settings).await.unwrap();
    assert!(!host.agent().plugins().has_observers());
    host.agent().switch_observers(true, "ann").await.unwrap();
    host.agent().reload_observers(&settings).await.unwrap();
    assert!(host.agent().plugins().has_observers());
    host.stop().await;
}

#[tokio::test]
async fn observers_of_plugins_that_are_required_are_missed() {
    for (config, expected) in [("", vec![]), ("required = [\"probe\"]", vec!["probe"])] {
        let host = saying("yes").config(config).start().await;
        let plugins = host.agent().plugins();
        assert_eq!(plugins.settings().missed_observers(plugins.registry()), expected);
        host.stop().await;
    }
}

#[tokio::test]
async fn a_switch_that_cannot_be_stored_is_taken_back() {
    let (faulty, store) = Faulty::at(&[]);
    let host = saying("yes").store(&store).start().await;
    faulty.fail(&["add_plugin_change"]);
    let error = host.agent().switch_observers(false, "ann").await.unwrap_err();
    assert!(matches!(error, PluginSettingsError::Store(_)), "{error}");
    assert_eq!(counts(&host).await, ([1; 3], [1; 3]));
    host.stop().await;
}
