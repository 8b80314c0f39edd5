use crate::samples::session;
use futures_util::future::join_all;
use hookwire::cx::{KvCondition, KvOutcome, KvOwner, KvScan, KvSpace, KvWrite};
use hookwire_host::engine::store::{Millis, Store};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, UNIX_EPOCH};

type Any = Arc<dyn Store>;

const NOW: Millis = 1_000_000;

fn plugin() -> KvSpace {
    KvSpace { plugin: "memory", owner: KvOwner::Plugin }
}

fn user(tenant: &str, user: &str) -> KvSpace {
    let owner = KvOwner::User { tenant: tenant.into(), user: user.into() };
    KvSpace { plugin: "memory", owner }
}

fn write(value: impl Into<Value>) -> KvWrite {
    KvWrite { value: Some(value.into()), expires: None, condition: KvCondition::Always, most_keys: 100 }
}

fn removal(condition: KvCondition) -> KvWrite {
    KvWrite { value: None, expires: None, condition, most_keys: 100 }
}

async fn set(store: &Any, space: &KvSpace, key: &str, value: impl Into<Value>) {
    let outcome = store.put_value(space, key, write(value), NOW).await.unwrap();
    assert_eq!(outcome, KvOutcome::Written, "{key}");
}

async fn get(store: &Any, space: &KvSpace, key: &str) -> Option<Value> {
    store.value(space, key, NOW).await.unwrap()
}

async fn keys(store: &Any, space: &KvSpace, prefix: &str, after: &str, limit: u32) -> Vec<String> {
    let scan = KvScan { prefix, after, limit };
    store.values(space, scan, NOW).await.unwrap().into_iter().map(|(key, _)| key).collect()
}

pub(crate) async fn a_value_comes_back_until_it_is_removed(store: Any) {
    let space = plugin();
    assert_eq!(get(&store, &space, "city").await, None);
    set(&store, &space, "city", "Oslo").await;
    set(&store, &space, "city", "Bergen").await;
    assert_eq!(get(&store, &space, "city").await, Some(json!("Bergen")));
    for _ in 0..2 {
        let outcome = store.put_value(&space, "city", removal(KvCondition::Always), NOW).await.unwrap();
        assert_eq!(outcome, KvOutcome::Written);
    }
    assert_eq!(get(&store, &space, "city").await, None);
}

pub(crate) async fn spaces_do_not_see_each_other(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    let in_session = KvSpace { plugin: "memory", owner: KvOwner::Session("s".into()) };
    let other_plugin = KvSpace { plugin: "diary", owner: KvOwner::Plugin };
    let spaces = [
        plugin(),
        other_plugin,
        user("a", "ann"),
        user("a", "bob"),
        user("b", "ann"),
        user("", "s"),
        in_session,
    ];
    for (index, space) in spaces.iter().enumerate() {
        set(&store, space, "key", index).await;
    }
    for (index, space) in spaces.iter().enumerate() {
        assert_eq!(get(&store, space, "key").await, Some(json!(index)), "{space:?}");
        assert_eq!(keys(&store, space, "", "", 10).await, ["key"]);
    }
}

pub(crate) async fn a_value_is_gone_when_its_time_is_over(store: Any) {
    let space = plugin();
    let end = UNIX_EPOCH + Duration::from_millis(NOW as u64 + 500);
    let short = KvWrite { expires: Some(end), ..write("soon") };
    store.put_value(&space, "short", short.clone(), NOW).await.unwrap();
    set(&store, &space, "long", "later").await;
    assert_eq!(store.value(&space, "short", NOW + 499).await.unwrap(), Some(json!("soon")));
    assert_eq!(store.value(&space, "short", NOW + 500).await.unwrap(), None);
    let scan = KvScan { prefix: "", after: "", limit: 10 };
    assert_eq!(store.values(&space, scan, NOW + 500).await.unwrap(), [("long".to_owned(), json!("later"))]);
    // What has expired is absent to a writer as well.
    let absent = KvWrite { condition: KvCondition::Absent, ..write("new") };
    assert_eq!(store.put_value(&space, "short", absent, NOW + 500).await.unwrap(), KvOutcome::Written);
    store.put_value(&space, "short", short, NOW).await.unwrap();
    store.remove_expired_values(NOW + 499).await.unwrap();
    assert_eq!(get(&store, &space, "short").await, Some(json!("soon")));
    store.remove_expired_values(NOW + 500).await.unwrap();
    assert_eq!(get(&store, &space, "short").await, None);
    assert_eq!(get(&store, &space, "long").await, Some(json!("later")));
}

pub(crate) async fn a_value_is_written_only_over_what_is_expected(store: Any) {
    let space = plugin();
    let put = |value: KvWrite| store.put_value(&space, "key", value, NOW);
    let over = |old: Value, new: &str| KvWrite { condition: KvCondition::Equal(old), ..write(new) };
    let absent = |new: &str| KvWrite { condition: KvCondition::Absent, ..write(new) };
    assert_eq!(put(over(json!("a"), "b")).await.unwrap(), KvOutcome::Unexpected);
    assert_eq!(put(absent("a")).await.unwrap(), KvOutcome::Written);
    assert_eq!(put(absent("z")).await.unwrap(), KvOutcome::Unexpected);
    assert_eq!(put(over(json!("z"), "b")).await.unwrap(), KvOutcome::Unexpected);
    assert_eq!(put(over(json!("a"), "b")).await.unwrap(), KvOutcome::Written);
    assert_eq!(get(&store, &space, "key").await, Some(json!("b")));
    assert_eq!(put(removal(KvCondition::Equal(json!("a")))).await.unwrap(), KvOutcome::Unexpected);
    assert_eq!(put(removal(KvCondition::Absent)).await.unwrap(), KvOutcome::Unexpected);
    assert_eq!(put(removal(KvCondition::Equal(json!("b")))).await.unwrap(), KvOutcome::Written);
    assert_eq!(put(removal(KvCondition::Absent)).await.unwrap(), KvOutcome::Written);
    assert_eq!(get(&store, &space, "key").await, None);
    // Tables are compared by what is in them, whatever the order in which it was written.
    set(&store, &space, "key", json!({ "b": 1, "a": [2.5, null] })).await;
    let same = serde_json::from_str(r#"{ "a": [2.5, null], "b": 1 }"#).unwrap();
    assert_eq!(put(over(same, "c")).await.unwrap(), KvOutcome::Written);
}

pub(crate) async fn of_many_that_expect_the_same_one_writes(store: Any) {
    let space = plugin();
    for condition in [KvCondition::Absent, KvCondition::Equal(json!("first"))] {
        let one = |index: usize| {
            let value = KvWrite { condition: condition.clone(), ..write(index) };
            let (store, space) = (Arc::clone(&store), space.clone());
            tokio::spawn(async move { store.put_value(&space, "key", value, NOW).await.unwrap() })
        };
        let outcomes = join_all((0..20).map(one)).await;
        let written = outcomes.into_iter().filter(|it| *it.as_ref().unwrap() == KvOutcome::Written).count();
        assert_eq!(written, 1, "{condition:?}");
        set(&store, &space, "key", "first").await;
    }
}

pub(crate) async fn keys_are_read_by_prefix_in_pages(store: Any) {
    let space = plugin();
    for key in ["b/2", "a", "b/1", "b", "b/%", "B/3", "b0", "b/\u{e4}"] {
        set(&store, &space, key, key).await;
    }
    assert_eq!(keys(&store, &space, "b/", "", 10).await, ["b/%", "b/1", "b/2", "b/\u{e4}"]);
    assert_eq!(keys(&store, &space, "b/", "", 2).await, ["b/%", "b/1"]);
    assert_eq!(keys(&store, &space, "b/", "b/1", 10).await, ["b/2", "b/\u{e4}"]);
    assert_eq!(keys(&store, &space, "", "", 3).await, ["B/3", "a", "b"]);
    assert_eq!(keys(&store, &space, "c", "", 3).await, [""; 0]);
    assert_eq!(keys(&store, &space, "%", "", 3).await, [""; 0]);
}

pub(crate) async fn a_space_takes_only_so_many_keys(store: Any) {
    let space = plugin();
    let put = |key: &'static str, value: KvWrite| store.put_value(&space, key, value, NOW);
    let few = |value: &str| KvWrite { most_keys: 2, ..write(value) };
    let end = UNIX_EPOCH + Duration::from_millis(NOW as u64 - 1);
    assert_eq!(put("a", few("1")).await.unwrap(), KvOutcome::Written);
    assert_eq!(put("gone", KvWrite { expires: Some(end), ..few("2") }).await.unwrap(), KvOutcome::Written);
    assert_eq!(put("b", few("2")).await.unwrap(), KvOutcome::Written);
    assert_eq!(put("c", few("3")).await.unwrap(), KvOutcome::Full);
    assert_eq!(put("b", few("4")).await.unwrap(), KvOutcome::Written);
    let absent = KvWrite { condition: KvCondition::Absent, ..few("5") };
    assert_eq!(put("b", absent).await.unwrap(), KvOutcome::Unexpected);
    set(&store, &user("a", "ann"), "c", "3").await;
    put("a", removal(KvCondition::Always)).await.unwrap();
    assert_eq!(put("c", few("3")).await.unwrap(), KvOutcome::Written);
}

pub(crate) async fn values_of_a_session_go_with_it(store: Any) {
    let space = KvSpace { plugin: "memory", owner: KvOwner::Session("s".into()) };
    let error = store.put_value(&space, "key", write(1), NOW).await.unwrap_err();
    assert_eq!(error.to_string(), "there is no session `s`");
    store.open_session(&session("s", 10)).await.unwrap();
    set(&store, &space, "key", 1).await;
    set(&store, &user("", "s"), "key", 2).await;
    store.delete_session("s").await.unwrap();
    assert_eq!(get(&store, &space, "key").await, None);
    assert_eq!(get(&store, &user("", "s"), "key").await, Some(json!(2)));
}

pub(crate) async fn any_json_and_any_key_come_back(store: Any) {
    let space = user("t\u{fc}", "\u{1f600}'; DROP TABLE kept; --");
    let large = json!("x\u{e4}\u{0}".repeat(200_000));
    for (key, value) in [
        ("null", Value::Null),
        ("zero", json!("a\u{0}b")),
        ("numbers", json!([i64::MIN, u64::MAX, 0.1])),
        ("'; DROP TABLE kept; --", json!({ "": {} })),
        ("\u{1f600}", large),
    ] {
        set(&store, &space, key, value.clone()).await;
        assert_eq!(get(&store, &space, key).await, Some(value), "{key}");
    }
}
