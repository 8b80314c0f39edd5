//! Values that plugins keep: their own, each user's and each session's, within limits.

use hookwire::cx::{Cancel, Identity, Kv};
use hookwire::plugin::ToolError;
use hookwire::test::Kit;
use hookwire::{Cx, Plugin, Registry, Result, plugin};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime};

/// Does with its values as it is told.
async fn act(cx: &Cx, of: &str, what: &str, key: &str, value: Value) -> Result<Value> {
    let values = match of {
        "user" => cx.kv().of_user(),
        "session" => cx.kv().of_session(),
        _ => cx.kv(),
    };
    match what {
        "get" => return Ok(values.get::<Value>(key).await?.unwrap_or_default()),
        "get number" => return Ok(values.get::<u32>(key).await?.into()),
        "set" => values.set(key, &value).await?,
        "set for a minute" => values.set_for(key, &value, Duration::from_mins(1)).await?,
        "set the first" => return Ok(values.compare_and_set(key, None, &value).await?.into()),
        "replace 1" => return Ok(values.compare_and_set(key, Some(&json!(1)), &value).await?.into()),
        "remove" => values.remove(key).await?,
        "scan" => return Ok(json!(values.scan::<Value>(key, "", 10).await?)),
        _ => unreachable!("{what}"),
    }
    Ok(Value::Null)
}

#[derive(Default)]
struct Keeper;

#[plugin(id = "keeper")]
impl Keeper {
    /// Keeps and tells values.
    #[tool]
    async fn keep(&self, of: String, what: String, key: String, value: Value, cx: &Cx) -> Result<Value> {
        act(cx, &of, &what, &key, value).await
    }
}

#[derive(Default)]
struct Other;

#[plugin(id = "other")]
impl Other {
    /// Keeps and tells values.
    #[tool]
    async fn keep_too(&self, of: String, what: String, key: String, value: Value, cx: &Cx) -> Result<Value> {
        act(cx, &of, &what, &key, value).await
    }
}

async fn call(
    kit: &Kit,
    tool: &str,
    of: &str,
    what: &str,
    key: &str,
    value: Value,
) -> Result<Value, ToolError> {
    let args = json!({ "of": of, "what": what, "key": key, "value": value });
    let output = kit.tool(tool, args).await?;
    let text = output.text();
    // Nothing is an empty text to the model.
    if text.is_empty() {
        return Ok(Value::Null);
    }
    Ok(serde_json::from_str(&text).unwrap_or_else(|_| text.as_str().into()))
}

async fn keep(kit: &Kit, of: &str, what: &str, key: &str, value: Value) -> Value {
    call(kit, "keep", of, what, key, value).await.unwrap()
}

async fn refusal(kit: &Kit, of: &str, what: &str, key: &str, value: Value) -> String {
    call(kit, "keep", of, what, key, value).await.unwrap_err().to_string()
}

fn asked_by(kit: &Kit, tenant: Option<&str>, user: &str, session: &str) -> Kit {
    let mut identity = Identity::default();
    identity.tenant = tenant.map(Into::into);
    identity.user = Some(user.into());
    identity.session = Some(session.into());
    kit.with_identity(identity)
}

#[tokio::test]
async fn a_value_is_kept_until_it_is_removed() {
    let kit = Kit::of::<Keeper>().start().await;
    assert_eq!(keep(&kit, "all", "get", "city", Value::Null).await, Value::Null);
    keep(&kit, "all", "set", "city", json!({ "name": "Oslo" })).await;
    assert_eq!(keep(&kit, "all", "get", "city", Value::Null).await, json!({ "name": "Oslo" }));
    keep(&kit, "all", "remove", "city", Value::Null).await;
    assert_eq!(keep(&kit, "all", "get", "city", Value::Null).await, Value::Null);
}

#[tokio::test]
async fn nobody_reaches_the_values_of_another_plugin_user_tenant_or_session() {
    let kit = Kit::of::<Keeper>().and::<Other>().start().await;
    let ann = asked_by(&kit, Some("north"), "ann", "s1");
    for of in ["all", "user", "session"] {
        keep(&ann, of, "set", "key", json!(of)).await;
    }
    for (who, of) in [
        (asked_by(&kit, Some("north"), "bob", "s1"), "user"),
        (asked_by(&kit, Some("south"), "ann", "s1"), "user"),
        (asked_by(&kit, None, "ann", "s1"), "user"),
        (asked_by(&kit, Some("north"), "ann", "s2"), "session"),
    ] {
        assert_eq!(keep(&who, of, "get", "key", Value::Null).await, Value::Null, "{of}");
        assert_eq!(keep(&who, of, "scan", "", Value::Null).await, json!([]), "{of}");
        assert_eq!(keep(&who, "all", "get", "key", Value::Null).await, json!("all"));
    }
    for of in ["all", "user", "session"] {
        let theirs = call(&ann, "keep_too", of, "get", "key", Value::Null).await.unwrap();
        assert_eq!(theirs, Value::Null, "{of}");
        assert_eq!(keep(&ann, of, "get", "key", Value::Null).await, json!(of));
    }
}

#[tokio::test(start_paused = true)]
async fn a_value_with_a_time_is_gone_when_that_is_over() {
    let kit = Kit::of::<Keeper>().clock(SystemTime::UNIX_EPOCH).start().await;
    keep(&kit, "all", "set for a minute", "code", json!(4711)).await;
    tokio::time::advance(Duration::from_secs(59)).await;
    assert_eq!(keep(&kit, "all", "get", "code", Value::Null).await, json!(4711));
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(keep(&kit, "all", "get", "code", Value::Null).await, Value::Null);
    assert_eq!(keep(&kit, "all", "scan", "", Value::Null).await, json!([]));
}

#[tokio::test]
async fn a_value_is_replaced_only_if_it_is_as_expected() {
    let kit = Kit::of::<Keeper>().start().await;
    assert_eq!(keep(&kit, "all", "replace 1", "n", json!(2)).await, json!(false));
    assert_eq!(keep(&kit, "all", "set the first", "n", json!(1)).await, json!(true));
    assert_eq!(keep(&kit, "all", "set the first", "n", json!(9)).await, json!(false));
    assert_eq!(keep(&kit, "all", "replace 1", "n", json!(2)).await, json!(true));
    assert_eq!(keep(&kit, "all", "replace 1", "n", json!(3)).await, json!(false));
    assert_eq!(keep(&kit, "all", "get", "n", Value::Null).await, json!(2));
}

#[tokio::test]
async fn keys_are_listed_by_prefix_in_order() {
    let kit = Kit::of::<Keeper>().start().await;
    for key in ["b/2", "a", "b/1"] {
        keep(&kit, "all", "set", key, json!(key)).await;
    }
    assert_eq!(keep(&kit, "all", "scan", "b/", Value::Null).await, json!([["b/1", "b/1"], ["b/2", "b/2"]]));
}

#[tokio::test]
async fn so_many_keys_are_listed_at_once_and_only_by_what_a_key_may_have() {
    let kit = Kit::of::<Keeper>().start().await;
    let values = kit.cx().kv();
    for number in 0..=Kv::MOST_AT_ONCE {
        values.set(&format!("{number:04}"), &number).await.unwrap();
    }
    let page = values.scan::<u32>("", "", Kv::MOST_AT_ONCE).await.unwrap();
    let (last, _) = page.last().unwrap();
    let next = values.scan::<u32>("", last, Kv::MOST_AT_ONCE).await.unwrap();
    assert_eq!((page.len(), next), (500, vec![("0500".to_owned(), 500)]));
    let refused = values.scan::<u32>("", "", Kv::MOST_AT_ONCE + 1).await.unwrap_err().to_string();
    assert_eq!(refused, "501 keys are too many at once: the limit is 500; ask page by page");
    let long = "k".repeat(Kv::MOST_KEY_BYTES + 1);
    for (prefix, after) in [("a\0", ""), ("", "a\0"), ("a\n", ""), (&*long, "")] {
        let refused = values.scan::<u32>(prefix, after, 1).await.unwrap_err().to_string();
        assert!(refused.contains("is no key: a key has 1 to 256 bytes"), "{refused}");
    }
}

#[tokio::test]
async fn what_cannot_be_kept_is_refused_with_the_limit() {
    let kit = Kit::of::<Keeper>().start().await;
    let long = "k".repeat(Kv::MOST_KEY_BYTES + 1);
    for key in ["", "a\nb", "a\0", &long] {
        let text = refusal(&kit, "all", "set", key, json!(1)).await;
        assert!(text.contains("is no key: a key has 1 to 256 bytes without control characters"), "{text}");
    }
    let fits = json!("x".repeat(Kv::MOST_VALUE_BYTES - 2));
    keep(&kit, "all", "set", "large", fits).await;
    let text = refusal(&kit, "all", "set", "large", json!("x".repeat(Kv::MOST_VALUE_BYTES - 1))).await;
    assert!(
        text.contains("`large` cannot be kept: it has 1048577 bytes of JSON, the limit is 1048576"),
        "{text}"
    );
    let text = refusal(&kit, "all", "get number", "large", Value::Null).await;
    assert!(text.contains("the value `large` is of another type: invalid type: string"), "{text}");
}

#[tokio::test]
async fn a_user_has_only_so_many_keys() {
    let kit = Kit::of::<Keeper>().start().await;
    let ann = asked_by(&kit, None, "ann", "s");
    for index in 0..Kv::MOST_KEYS {
        ann.cx().kv().of_user().set(&index.to_string(), &index).await.unwrap();
    }
    let error = ann.cx().kv().of_user().set("one more", &0).await.unwrap_err().to_string();
    assert_eq!(
        error,
        "the value `one more` cannot be kept: there are 10000 keys, which is the limit; remove some"
    );
    ann.cx().kv().of_user().set("7", &0).await.unwrap();
    ann.cx().kv().set("one more", &0).await.unwrap();
}

#[tokio::test]
async fn where_there_is_no_user_or_session_there_are_no_values_of_theirs() {
    let kit = Kit::of::<Keeper>().start().await;
    let text = refusal(&kit, "user", "get", "key", Value::Null).await;
    assert!(text.contains("the request has no user"), "{text}");
    let text = refusal(&kit, "session", "set", "key", Value::Null).await;
    assert!(text.contains("the request has no session"), "{text}");
}

#[tokio::test]
async fn a_host_that_keeps_nothing_says_so() {
    let plugins = hookwire::Plugins::of(Registry::of(&[Keeper::MANIFEST]).unwrap()).start().await.unwrap();
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let error = cx.kv().get::<u32>("key").await.unwrap_err().to_string();
    assert_eq!(error, "values cannot be kept: this host keeps none for plugins");
}
