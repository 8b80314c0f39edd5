//! What the command line shows, whole: the agent is one of the tests', so that its plugins are always the same.
//!
//! A changed table fails. If the new one is right, write it here, or let `cargo insta review` do so.

use crate::app::{folder_with_script, stderr, stdout};
use insta::assert_snapshot;
use regex_lite::Regex;
use std::path::{Path, PathBuf};
use std::process::Command;

const SCRIPT: &str = "\
[[scenes]]
on = \"\"
[[scenes.steps]]
text = \"I look it up.\"
calls = [{ tool = \"look_up\", args = { word = \"tea\" } }]
[[scenes.steps]]
text = \"it says {result}\"
";

/// An agent with a hook at two points, a tool and a variable.
const REVIEWED: &str = env!("CARGO_BIN_EXE_reviewed");
/// An agent that hooks every point, with an order at one that nobody has decided.
const PROBED: &str = env!("CARGO_BIN_EXE_probed");

/// Runs an agent in a folder; returns what it shows, and then how it ended if that was not well.
fn shown(agent: &str, folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(agent);
    let command = command.current_dir(folder).env("USER", "ann").env("NO_COLOR", "1");
    let output = command.args(["--data", "data"]).args(args).output().unwrap();
    let ended = if output.status.success() { String::new() } else { format!("[{}]\n", output.status) };
    same_each_time(&format!("{}{}{ended}", stdout(&output), stderr(&output)))
}

/// Runs an agent once, in a folder of its own.
fn once(agent: &str, name: &str, config: &str, args: &[&str]) -> String {
    shown(agent, &folder_with_script(&format!("tables-{name}"), config, SCRIPT), args)
}

/// Replaces what differs from run to run, or with every edit of a source: ids, times and lines.
fn same_each_time(text: &str) -> String {
    let replacements = [
        (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "[session]"),
        (r"\.rs:\d+", ".rs:[line]"),
        (r"\b\d+(\.\d+)? ?(ns|µs|us|ms)\b", "[time]"),
        (r"(?m) +$", ""),
    ];
    replacements.iter().fold(text.to_owned(), |text, (pattern, by)| {
        Regex::new(pattern).unwrap().replace_all(&text, *by).into_owned()
    })
}

#[test]
fn the_hooks_of_all_points() {
    assert_snapshot!(once(REVIEWED, "hooks", "", &["hooks"]), @"");
}

#[test]
fn the_hooks_of_one_point() {
    assert_snapshot!(once(REVIEWED, "point", "", &["hooks", "--point", "answer.review"]), @"");
}

#[test]
fn the_hooks_of_a_point_whose_order_nobody_has_decided() {
    assert_snapshot!(once(PROBED, "ambiguous", "", &["hooks", "--point", "tool.before"]), @"");
}

#[test]
fn the_hooks_of_a_point_that_the_operator_has_put_in_order() {
    let config =
        "[order.hooks.second]\nbefore = [\"probe\"]\n[hooks.probe.\"tool.before\"]\ntimeout = \"250ms\"\n";
    assert_snapshot!(once(PROBED, "ordered", config, &["hooks", "--point", "tool.before"]), @"");
}

#[test]
fn the_list_of_plugins() {
    let config = "disabled = [\"second\"]\n";
    assert_snapshot!(once(PROBED, "list", config, &["plugins", "list"]), @"");
}

#[test]
fn all_that_is_known_of_a_plugin() {
    assert_snapshot!(once(REVIEWED, "info", "", &["plugins", "info", "reviewer"]), @"");
}

#[test]
fn what_the_doctor_finds() {
    assert_snapshot!(once(PROBED, "doctor", "", &["plugins", "doctor"]), @"");
}

#[test]
fn a_configuration_that_is_right() {
    assert_snapshot!(once(REVIEWED, "right", "", &["config", "check"]), @"");
}

#[test]
fn a_configuration_with_mistakes() {
    let config = "disabeld = []\n[agents.default]\nmodel = \"skript\"\n[hooks.reviewer.\"turn.complete\"]\ntimeout = \"soon\"\n[plugins.reviwer]\n";
    assert_snapshot!(once(REVIEWED, "wrong", config, &["config", "check"]), @"");
}

fn talked(name: &str) -> (PathBuf, String) {
    let folder = folder_with_script(&format!("tables-{name}"), "", SCRIPT);
    shown(REVIEWED, &folder, &["chat", "-p", "tea"]);
    let mut list = Command::new(REVIEWED);
    let list =
        list.current_dir(&folder).args(["--data", "data", "sessions", "list", "--json"]).output().unwrap();
    let sessions: serde_json::Value = serde_json::from_slice(&list.stdout).unwrap();
    (folder, sessions[0]["id"].as_str().unwrap().to_owned())
}

#[test]
fn sessions_in_a_list_and_one_by_one() {
    let (folder, id) = talked("sessions");
    assert_snapshot!(shown(REVIEWED, &folder, &["sessions", "list"]), @"");
    assert_snapshot!(shown(REVIEWED, &folder, &["sessions", "show", &id]), @"");
}

#[test]
fn what_every_hook_did_in_a_turn() {
    let (folder, id) = talked("explain");
    assert_snapshot!(shown(REVIEWED, &folder, &["explain", &id]), @"");
}
