//! Settings of a plugin for one agent, and the switch for observers, as the command line shows and checks them.

use crate::app::{app, folder, stderr, stdout};
use serde_json::Value;
use std::process::{Command, Output};

fn run(name: &str, config: &str, args: &[&str]) -> Output {
    let mut command = Command::new(app());
    command.current_dir(folder(name, config)).args(["--data", "data"]).args(args).output().unwrap()
}

fn shown(name: &str, config: &str, args: &[&str]) -> String {
    let output = run(name, config, args);
    assert!(output.status.success(), "{}", stderr(&output));
    stdout(&output)
}

fn complaint(config: &str) -> String {
    let output = run("agent-settings-wrong", config, &["config", "check"]);
    assert!(!output.status.success(), "{}", stdout(&output));
    stderr(&output)
}

#[test]
fn what_does_not_fit_is_told_with_its_line() {
    let agent = "[agents.default]\n[agents.support.plugins";
    for (config, expected) in [
        (
            format!("{agent}.redact]\nmaks = \"x\"\n"),
            "there is no setting `maks`; did you mean `mask`?\n --> hookwire.toml:3:1",
        ),
        (format!("{agent}.tool-guard]\ndeny = [3]\n"), "expected struct RuleConfig\n --> hookwire.toml:3:9"),
        (
            format!("{agent}.tool-gaurd]\ndeny = []\n"),
            "there is no plugin `tool-gaurd`; did you mean `tool-guard`?\n --> hookwire.toml:2:25",
        ),
        (
            "[agents.default]\ndisabled = [\"redcat\"]\n".to_owned(),
            "there is no plugin `redcat`; did you mean `redact`?",
        ),
        (
            "observers = \"no\"\n".to_owned(),
            "`observers` is true or false: observers = false\n --> hookwire.toml:1:1",
        ),
    ] {
        let text = complaint(&config);
        assert!(text.contains(expected), "{config}{text}");
    }
}

#[test]
fn a_gate_whose_settings_for_an_agent_do_not_fit_keeps_the_host_from_starting() {
    let text = complaint("[agents.default.plugins.tool-guard]\nasks = []\n");
    assert!(text.contains("there is no setting `asks`; did you mean `ask`?"), "{text}");
    assert!(text.contains("it owns a gate, so nothing would guard what it guards"), "{text}");
}

#[test]
fn a_plugin_is_shown_with_the_settings_of_agents_and_where_they_stand() {
    let config = "[agents.default]\ndisabled = [\"redact\"]\n[agents.support.plugins.redact]\nmask = \"-\"\n";
    let text = shown("agent-settings-info", config, &["plugins", "info", "redact"]);
    let expected =
        "for the agent support, in [agents.support.plugins.redact]\n  mask = \"-\"  (hookwire.toml:4)\n";
    assert!(text.contains(expected), "{text}");
    assert!(text.contains("not for the agent default"), "{text}");
    let args = ["--set", "agents.support.plugins.redact.mask=7", "plugins", "info", "redact"];
    let text = shown("agent-settings-info", config, &args);
    assert!(text.contains("mask = \"7\"  (--set agents.support.plugins.redact.mask)"), "{text}");
    let json: Value =
        serde_json::from_str(&shown("agent-settings-info", config, &["plugins", "info", "redact", "--json"]))
            .unwrap();
    assert_eq!(json["agents"], serde_json::json!([{ "agent": "support", "values": { "mask": "-" } }]));
}

#[test]
fn a_variable_sets_something_of_a_plugin_for_an_agent() {
    let output = Command::new(app())
        .current_dir(folder("agent-settings-variable", "[agents.support]\n"))
        .env("HOOKWIRE__AGENTS__SUPPORT__PLUGINS__TOOL_GUARD__ASKS", "[]")
        .args(["--data", "data", "config", "check"])
        .output()
        .unwrap();
    let text = stderr(&output);
    assert!(text.contains("did you mean `ask`?\n --> environment variable HOOKWIRE__AGENTS__"), "{text}");
}

#[test]
fn the_schema_has_the_plugins_of_an_agent_without_what_must_be_set() {
    let schema: Value =
        serde_json::from_str(&shown("agent-settings-schema", "", &["config", "schema"])).unwrap();
    let plugins = &schema["$defs"]["AgentConfig"]["properties"]["plugins"];
    assert!(plugins["properties"]["redact"]["properties"]["mask"].is_object(), "{plugins:#}");
    assert_eq!(plugins["additionalProperties"], false);
    assert!(plugins["properties"]["tool-guard"].get("required").is_none());
}

#[test]
fn observers_that_are_off_are_told_of_wherever_somebody_looks() {
    for args in [&["hooks"][..], &["plugins", "list"], &["plugins", "doctor"], &["config", "check"]] {
        for (config, is_told) in [("observers = false\n", true), ("", false)] {
            let text = shown("observers-told", config, args);
            assert_eq!(text.contains("no hook at an observe point runs"), is_told, "{args:?}: {text}");
        }
    }
    let text = shown("observers-told", "observers = false\n", &["hooks", "--point", "message.received"]);
    assert!(text.contains("(observers are off)"), "{text}");
}
