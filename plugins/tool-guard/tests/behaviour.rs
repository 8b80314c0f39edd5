//! What `tool-guard` promises.

use hookwire::Verdict;
use hookwire::points::{ToolCall, ToolGate};
use hookwire::test::{Inject, Kit};
use hookwire_tool_guard::ToolGuard;
use serde_json::{Value, json};

async fn verdict(config: Option<Value>, tool: &str, args: Value) -> Verdict {
    let setup = Kit::of::<ToolGuard>();
    let setup = match config {
        Some(config) => setup.config("tool-guard", config),
        None => setup,
    };
    let kit = setup.start().await;
    kit.fire::<ToolGate>(&ToolCall::new(tool, args)).await.verdict()
}

#[tokio::test]
async fn without_configuration_it_knows_the_worst() {
    let run = |command: &str| verdict(None, "run", json!({ "command": command }));
    assert!(matches!(run("rm -rf /").await, Verdict::Deny(_)));
    assert!(matches!(run("cat ~/.ssh/id_ed25519").await, Verdict::Deny(_)));
    assert!(matches!(run("ls").await, Verdict::Ask(_)));
    assert_eq!(verdict(None, "read", json!({ "path": "README.md" })).await, Verdict::Allow);
}

#[tokio::test]
async fn rules_look_at_every_text_of_the_arguments() {
    let config = json!({ "deny": [{ "tool": "send", "args": "secret", "reason": "no secrets" }] });
    let nested = json!({ "to": ["a", { "body": "the secret word" }] });
    let denied = verdict(Some(config.clone()), "send", nested).await;
    assert_eq!(denied, Verdict::Deny("`tool-guard`: no secrets".into()));
    assert_eq!(verdict(Some(config.clone()), "send", json!({ "to": 7 })).await, Verdict::Allow);
    assert_eq!(verdict(Some(config), "resend", json!("secret")).await, Verdict::Allow);
}

#[tokio::test]
async fn deny_is_stronger_than_ask() {
    let config = json!({ "deny": [{ "args": "x" }], "ask": [{ "tool": ".*" }] });
    assert!(matches!(verdict(Some(config), "any", json!("x")).await, Verdict::Deny(_)));
}

#[tokio::test]
async fn a_bad_pattern_keeps_the_host_from_starting() {
    let setup = Kit::of::<ToolGuard>().config("tool-guard", json!({ "ask": [{ "tool": "(" }] }));
    let error = setup.try_start().await.unwrap_err().to_string();
    assert!(error.contains("owns a gate") && error.contains("`ask` rule 1"), "{error}");
}

#[tokio::test]
async fn when_it_fails_nothing_passes() {
    for how in [Inject::Error, Inject::Panic, Inject::PanicTwice] {
        let kit = Kit::of::<ToolGuard>().inject::<ToolGate>("tool-guard", how).start().await;
        let ruling = kit.fire::<ToolGate>(&ToolCall::new("read", json!({}))).await;
        assert!(ruling.is_denied(), "{how:?}");
    }
}
