//! Values that plugins keep outlive the host.

use hookwire::{Cx, Result, plugin};
use hookwire_host::engine::Incoming;
use hookwire_host::engine::store::{Memory, Owner, Store};
use hookwire_tests::test_host::{Setup, TestHost};
use std::sync::Arc;

#[derive(Default)]
struct Counter;

#[plugin(id = "counter")]
impl Counter {
    /// Counts the user's calls.
    #[tool]
    async fn count(&self, cx: &Cx) -> Result<u64> {
        let values = cx.kv().of_user();
        let count = values.get("count").await?.unwrap_or(0) + 1;
        values.set("count", &count).await?;
        Ok(count)
    }
}

const SCRIPT: &str = r#"
[[scenes]]
on = ""
steps = [{ calls = [{ tool = "count", args = {} }] }, { text = "{result}" }]"#;

async fn count(store: &Arc<dyn Store>, user: &str) -> String {
    let host = Setup::new(SCRIPT).plugin::<Counter>().store(store).start().await;
    let owner = Owner { tenant: "north".into(), user: user.into() };
    let heard = host.send(Incoming { owner, ..TestHost::message("count") }).await.unwrap();
    let text = heard.results().concat();
    host.stop().await;
    text
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_host_on_the_same_store_finds_what_a_plugin_has_kept() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    for expected in ["1", "2"] {
        assert_eq!(count(&store, "ann").await, expected);
    }
    assert_eq!(count(&store, "bob").await, "1");
}
