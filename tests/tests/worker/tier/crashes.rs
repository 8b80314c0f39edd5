use super::patient::Patient;
use super::workers;
use hookwire::points::{Delta, ModelDelta, ToolCall, ToolGate};
use hookwire::test::Kit;
use serde_json::{Value, json};

async fn act(kit: &Kit, how: &str) -> Result<Value, String> {
    let acted = kit.tool("act", json!({ "how": how })).await;
    acted.map(|output| output.value().clone()).map_err(|error| error.to_string())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plugin_in_a_worker_is_called_as_one_inline() {
    let kit = Kit::of::<Patient>().workers(workers()).start().await;
    assert_ne!(act(&kit, "pid").await.unwrap(), json!(std::process::id()));
    assert_eq!(act(&kit, "hello").await.unwrap(), json!("hello"));
    assert_eq!(act(&kit, "keep").await.unwrap(), json!(3));
    assert!(act(&kit, "error").await.unwrap_err().contains("it hurts"));
    assert!(act(&kit, "panic").await.unwrap_err().contains("panicked: it hurts very much"));
    // It declares no capability: neither `files` nor `net` nor `process`.
    for fenced in ["file", "connect", "run"] {
        assert_eq!(act(&kit, fenced).await.unwrap(), json!(false), "{fenced}");
    }
    assert!(kit.fire::<ToolGate>(&ToolCall::new("delete", json!({}))).await.is_denied());
    let mut delta = Delta::new("quiet");
    kit.fire_now::<ModelDelta>(&mut delta).unwrap();
    assert_eq!(delta.text, "QUIET");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crash_costs_the_call_that_crashed_and_no_other() {
    let kit = Kit::of::<Patient>().workers(workers()).start().await;
    for how in ["abort", "exit", "loop", "sleep"] {
        let before = act(&kit, "pid").await.unwrap();
        let (waited, failed) = tokio::join!(act(&kit, "wait"), act(&kit, how));
        assert!(failed.is_err(), "{how}");
        // Beside a loop its own time is over before anybody can tell whose fault that is.
        if how != "loop" {
            assert_eq!(waited, Ok(json!("waited")), "{how}");
        }
        let after = act(&kit, "pid").await.unwrap();
        assert_eq!(after == before, how == "sleep", "{how}");
    }
}
