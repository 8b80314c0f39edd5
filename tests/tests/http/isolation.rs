//! The isolation of plugins over HTTP: for whoever runs the host, and in the metrics.

use crate::server::{host_with, serving};
use crate::wire::{get, post};
use hookwire::plugin::Plugin;
use hookwire::points::MessageReceived;
use hookwire::{Error, Result, plugin};
use hookwire_host::engine::auth::create_token;
use hookwire_host::engine::store::Owner;
use serde_json::{Value, json};

/// Fails with each message.
#[derive(Debug, Default)]
struct Clumsy;

#[plugin(id = "clumsy")]
impl Clumsy {
    #[hook("message.received")]
    fn stumble(&self, _: &MessageReceived) -> Result<()> {
        Err(Error::msg("it stumbled"))
    }
}

#[tokio::test]
async fn whoever_runs_the_host_sees_where_plugins_run_and_how_often_they_failed() {
    let settings = ["plugins.clumsy.limits.memory_bytes=1000", "plugins.clumsy.tier=inline"];
    let server = serving(host_with(&[Clumsy::MANIFEST], &settings).await).await;
    let isolation = |plugin: Value| {
        let mut isolation = plugin["isolation"].clone();
        let usage = isolation.as_object_mut().and_then(|fields| fields.remove("usage")).expect("a usage");
        // As the allocator of this test does not count.
        assert!(usage["cpu_ms"].is_u64() && usage.get("memory_bytes").is_none(), "{usage}");
        isolation
    };
    let of = async || isolation(server.send(&get("/v1/plugins/clumsy")).await.json());
    let mut expected = json!({
        "tier": "inline",
        "chosen": "inline",
        "chosen_by": "operator",
        "limits": { "memory_bytes": 1000 },
    });
    assert_eq!(of().await, expected);
    assert_eq!(server.send(&post("/v1/chat", &json!({ "message": "hello" }))).await.status, 200);
    expected["faults"] = json!({ "error": 1 });
    assert_eq!(of().await, expected);
    let listed = server.send(&get("/v1/plugins")).await.json();
    assert_eq!(isolation(listed["plugins"][0].clone()), expected);
    let metrics = server.send(&get("/metrics")).await.text();
    assert!(
        metrics.contains("hookwire_plugin_faults_total{plugin=\"clumsy\",kind=\"error\"} 1\n"),
        "{metrics}"
    );
    for unknown in ["hookwire_plugin_memory_bytes", "hookwire_worker_restarts_total"] {
        assert!(!metrics.contains(unknown), "nobody measures it: {metrics}");
    }
    let owner = Owner { tenant: "acme".into(), user: "ann".into() };
    let token = create_token(&**server.agent.store(), "ann", owner, None).await.unwrap();
    for path in ["/v1/plugins", "/v1/plugins/clumsy"] {
        let anns = get(path).header("authorization", &format!("Bearer {token}"));
        let anns = server.send(&anns).await.text();
        assert!(anns.contains("\"tier\":\"inline\"") && !anns.contains("\"isolation\""), "{anns}");
    }
    let body = json!({ "set": { "limits.memory_bytes": 2000 } });
    let changed = server.send(&post("/v1/plugins/clumsy/config", &body)).await;
    assert_eq!(changed.json(), json!({ "version": 1, "outcome": "applied" }));
    let shown = server.send(&get("/v1/plugins/clumsy/config")).await.json();
    assert_eq!(shown["values"], json!({ "tier": "inline", "limits": { "memory_bytes": 2000 } }));
    assert_eq!(shown["changed"], json!({ "limits": { "memory_bytes": 2000 } }));
    let body = json!({ "set": { "limits.memory_bytes": 0 } });
    assert_eq!(server.send(&post("/v1/plugins/clumsy/config", &body)).await.status, 422);
}
