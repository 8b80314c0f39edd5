use hookwire_host::engine::store::{PluginChange, Store};
use serde_json::{Value, json};
use std::sync::Arc;
use tokio::task::JoinSet;

type Any = Arc<dyn Store>;

fn change(plugin: &str, version: u64, values: &Value) -> PluginChange {
    PluginChange {
        plugin: plugin.to_owned(),
        version,
        enabled: [None, Some(true), Some(false)][(version % 3) as usize],
        values: values.as_object().unwrap().clone(),
        by: format!("ann {version}"),
        at: 100 + i64::try_from(version).unwrap(),
    }
}

pub(crate) async fn the_latest_change_of_each_plugin_comes_back(store: Any) {
    assert_eq!(store.plugin_changes().await.unwrap(), []);
    let (a1, a2) =
        (change("a", 1, &json!({ "x": 1 })), change("a", 2, &json!({ "x": { "y": [1, "\u{0}"] } })));
    let b1 = change("b", 1, &json!({}));
    for one in [&b1, &a1, &a2] {
        assert!(store.add_plugin_change(one).await.unwrap());
    }
    assert_eq!(store.plugin_changes().await.unwrap(), [a2, b1]);
}

pub(crate) async fn changes_of_a_plugin_are_listed_the_latest_first(store: Any) {
    for version in 1..=3 {
        assert!(store.add_plugin_change(&change("a", version, &json!({ "n": version }))).await.unwrap());
    }
    let all = [3, 2, 1].map(|version| change("a", version, &json!({ "n": version })));
    assert_eq!(store.plugin_history("a", 10).await.unwrap(), all);
    assert_eq!(store.plugin_history("a", 2).await.unwrap(), all[..2]);
    assert_eq!(store.plugin_history("other", 10).await.unwrap(), []);
}

pub(crate) async fn a_change_follows_the_latest_one(store: Any) {
    assert!(!store.add_plugin_change(&change("a", 2, &json!({}))).await.unwrap());
    assert!(store.add_plugin_change(&change("a", 1, &json!({ "first": true }))).await.unwrap());
    assert!(!store.add_plugin_change(&change("a", 1, &json!({}))).await.unwrap());
    assert!(!store.add_plugin_change(&change("a", 3, &json!({}))).await.unwrap());
    assert_eq!(store.plugin_history("a", 10).await.unwrap(), [change("a", 1, &json!({ "first": true }))]);
}

pub(crate) async fn of_many_changes_of_one_version_one_is_stored(store: Any) {
    let mut writers = JoinSet::new();
    for number in 0..8 {
        let store = Arc::clone(&store);
        writers.spawn(async move {
            store.add_plugin_change(&change("a", 1, &json!({ "by": number }))).await.unwrap()
        });
    }
    let stored = writers.join_all().await;
    assert_eq!(stored.into_iter().filter(|stored| *stored).count(), 1);
    assert_eq!(store.plugin_history("a", 10).await.unwrap().len(), 1);
}
