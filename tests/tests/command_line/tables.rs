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

/// Replaces what differs from run to run, or with every edit of a source: ids, the version, and lines.
fn same_each_time(text: &str) -> String {
    let session = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
    let text = replaced(text, session, "01234567-89ab-7cde-8f01-23456789abcd");
    let text = replaced(&text, r"\.rs:\d+", ".rs:[line]");
    // At the end of a line nobody sees them, and editors remove them.
    replaced(&text, "(?m) +$", "").replace(env!("CARGO_PKG_VERSION"), "1.2.3")
}

/// Replaces when a turn was, and how long it and its hooks took.
fn without_times(text: &str) -> String {
    let text = replaced(text, r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "[date]");
    replaced(&text, r"\b\d+(\.\d+)? ?(ns|µs|ms|s)\b", "[time]")
}

fn replaced(text: &str, pattern: &str, by: &str) -> String {
    Regex::new(pattern).unwrap().replace_all(text, by).into_owned()
}

#[test]
fn the_hooks_of_all_points() {
    assert_snapshot!(once(REVIEWED, "hooks", "", &["hooks"]), @r"
    answer.review (edit, core/src/points/agent.rs:[line])
    The review of an answer: a hook may change it, or send the model back to work.
    A hook here: async fn(&self, &mut Review)
        HOOK             PRIORITY  WHY HERE  ON FAILURE  TIME-OUT  TIER    FEATURE   PLACE
     1  reviewer.review  0         first     closed      5s        inline  reviewer  tests/src/bin/reviewed.rs:[line]

    turn.complete (observe, core/src/points/turn.rs:[line])
    The end of a turn, with its answer and every tool call.
    A hook here: async fn(&self, &TurnComplete)
        HOOK               PRIORITY  WHY HERE  ON FAILURE  TIME-OUT  TIER    FEATURE   PLACE
     1  reviewer.complete  0         first     open        5s        inline  reviewer  tests/src/bin/reviewed.rs:[line]

    39 points without hooks: agent.after, agent.before, approval.requested, approval.resolved, attachment.describe, context.provide, host.start, host.stop, inbound.received, message.received, message.sent, model.after, model.before, model.delta, model.exhausted, model.fallback, model.rate_limit, model.retry, model.thinking, model.usage, model.wrap, plugin.fault, request.end, request.intercept, request.start, schedule.cancelled, schedule.created, schedule.fired, session.end, session.start, subagent.end, subagent.start, summary.updated, tool.after, tool.before, tool.gate, tool.select, tool.wrap, turn.persisted
    ");
}

#[test]
fn the_hooks_of_one_point() {
    assert_snapshot!(once(REVIEWED, "point", "", &["hooks", "--point", "answer.review"]), @r"
    answer.review (edit, core/src/points/agent.rs:[line])
    The review of an answer: a hook may change it, or send the model back to work.
    A hook here: async fn(&self, &mut Review)
      Review: An answer under review.
         answer    String          The text of the answer.
         feedback  Option<String>  The feedback for the model, which sends it back; set by a hook.
         rounds    u32             How often the model was sent back already in this turn.
        HOOK             PRIORITY  WHY HERE  ON FAILURE  TIME-OUT  TIER    FEATURE   PLACE
     1  reviewer.review  0         first     closed      5s        inline  reviewer  tests/src/bin/reviewed.rs:[line]
    ");
}

#[test]
fn the_hooks_of_a_point_whose_order_nobody_has_decided() {
    assert_snapshot!(once(PROBED, "ambiguous", "", &["hooks", "--point", "tool.before"]), @r#"
    tool.before (edit, core/src/points/tool.rs:[line])
    The preparation of a tool call: a hook may rewrite its arguments, and an `Err` is the call's result.
    A hook here: async fn(&self, &mut ToolCall)
      ToolCall: A tool call.
         id    String  The id of the call, unique in its turn; the result carries it too.
         tool  String  The name of the tool.
         args  Value   The arguments.
        HOOK               PRIORITY  WHY HERE                     ON FAILURE  TIME-OUT  TIER    FEATURE  PLACE
     1  probe.tool_before  0         first                        closed      5s        inline  one      tests/src/test_host/probe.rs:[line]
     2  second.edit        0         same priority, by plugin id  closed      5s        inline  three    tests/src/bin/probed.rs:[line]
      ambiguous: `probe` (tool_before, tests/src/test_host/probe.rs:[line]) and `second` (edit, tests/src/bin/probed.rs:[line]) both edit at `tool.before` with equal priority, and only their ids decide who is first; say `before` or `after` in one of them, or in the configuration: [order.hooks.probe] before = ["second"]
    "#);
}

#[test]
fn the_hooks_of_a_point_that_the_operator_has_put_in_order() {
    let config =
        "[order.hooks.second]\nbefore = [\"probe\"]\n[hooks.probe.\"tool.before\"]\ntimeout = \"250ms\"\n";
    assert_snapshot!(once(PROBED, "ordered", config, &["hooks", "--point", "tool.before"]), @r"
    tool.before (edit, core/src/points/tool.rs:[line])
    The preparation of a tool call: a hook may rewrite its arguments, and an `Err` is the call's result.
    A hook here: async fn(&self, &mut ToolCall)
      ToolCall: A tool call.
         id    String  The id of the call, unique in its turn; the result carries it too.
         tool  String  The name of the tool.
         args  Value   The arguments.
        HOOK               PRIORITY  WHY HERE                                ON FAILURE  TIME-OUT  TIER    FEATURE  PLACE
     1  second.edit        0         first                                   closed      5s        inline  three    tests/src/bin/probed.rs:[line]
     2  probe.tool_before  0         after `second`, says the configuration  closed      250ms     inline  one      tests/src/test_host/probe.rs:[line]
    ");
}

#[test]
fn the_list_of_plugins() {
    let config = "disabled = [\"second\"]\n";
    assert_snapshot!(once(PROBED, "list", config, &["plugins", "list"]), @r"
    ID      VERSION  BRINGS              TIER    FEATURE  STATE     WHAT IT DOES
    probe   1.2.3    41 hooks            inline  one      enabled
    second  1.2.3    1 hook              inline  three    disabled
    tools   1.2.3    7 tools, 1 command  inline  two      enabled
    ");
}

#[test]
fn all_that_is_known_of_a_plugin() {
    assert_snapshot!(once(REVIEWED, "info", "", &["plugins", "info", "reviewer"]), @r"
    reviewer 1.2.3 (reviewer)


    state        enabled
    crate        hookwire-tests
    feature      reviewer
    tier         inline: its crate is one of this workspace
    capabilities tool
    place        tests/src/bin/reviewed.rs:[line]

    hook review at answer.review (edit): number 1 of 1, first; on failure closed, time-out 5s, tests/src/bin/reviewed.rs:[line]

    hook complete at turn.complete (observe): number 1 of 1, first; on failure open, time-out 5s, tests/src/bin/reviewed.rs:[line]

    tool look_up: Looks a word up.
      arguments:
        word (string)
      timeout: 120s
      timeout_declared: false

    command /later: Says later that something is ready.
      usage: /later
      admin: false
      background: true
      timeout: 600s

    environment variable PATH (secret): where programs are
    ");
}

#[test]
fn what_the_doctor_finds() {
    assert_snapshot!(once(PROBED, "doctor", "", &["plugins", "doctor"]), @r#"
    1 thing to look at:
    - ambiguous: `probe` (tool_before, tests/src/test_host/probe.rs:[line]) and `second` (edit, tests/src/bin/probed.rs:[line]) both edit at `tool.before` with equal priority, and only their ids decide who is first; say `before` or `after` in one of them, or in the configuration: [order.hooks.probe] before = ["second"]

    3 plugins run inside the host: it survives their errors, panics and time-outs, and goes on without a plugin that keeps a thread; an abort, a stack overflow, an exit, a wild pointer or the last byte of memory ends it (docs/isolation.md)
    "#);
}

#[test]
fn a_configuration_that_is_right() {
    assert_snapshot!(once(REVIEWED, "right", "", &["config", "check"]), @r"
    1 of 1 plugin live, 2 hooks wired at 41 points

     PLUGIN    STATE  WHAT IT DOES
     reviewer  live
    ");
}

#[test]
fn a_configuration_with_mistakes() {
    let config = "disabeld = []\n[agents.default]\nmodel = \"skript\"\n[hooks.reviewer.\"turn.complete\"]\ntimeout = \"soon\"\n[plugins.reviwer]\n";
    assert_snapshot!(once(REVIEWED, "wrong", config, &["config", "check"]), @r#"
    error: there is no setting `disabeld`; did you mean `disabled`?
     --> hookwire.toml:2:1
      |
    2 | disabeld = …
      | ^^^^^^^^

    "soon" is no duration; write "250ms", "5s" or "2m"
     --> hookwire.toml:6:1
      |
    6 | timeout = "soon"
      | ^^^^^^^

    there is no plugin `reviwer`; did you mean `reviewer`?
     --> hookwire.toml:7:10
      |
    7 | [plugins.reviwer]
      |          ^^^^^^^

    there is no model `skript`; did you mean `script`?
     --> hookwire.toml:4:1
      |
    4 | model = "skript"
      | ^^^^^
    [exit status: 1]
    "#);
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
    assert_snapshot!(shown(REVIEWED, &folder, &["sessions", "list"]), @r"
    SESSION                               AGENT    TURNS  LAST      LABEL OR FIRST MESSAGE
    01234567-89ab-7cde-8f01-23456789abcd  default  1      just now  tea
    ");
    assert_snapshot!(without_times(&shown(REVIEWED, &folder, &["sessions", "show", &id])), @r#"
    01234567-89ab-7cde-8f01-23456789abcd · agent default · 1 turn
    began [date] · last [date]

    turn 1, [date]
    › tea
    I look it up.
    ● look_up {"word":"tea"}
      └ tea
    it says tea (for ann)
    "#);
}

#[test]
fn what_every_hook_did_in_a_turn() {
    let (folder, id) = talked("explain");
    assert_snapshot!(without_times(&shown(REVIEWED, &folder, &["explain", &id])), @r"
    turn 1 of 01234567-89ab-7cde-8f01-23456789abcd
    agent default · completed · [date] · [time] · 1 hook ran

    answer.review
      reviewer.review passed (tests/src/bin/reviewed.rs:[line]) [time]
        /answer
        - it says tea
        + it says tea (for ann)

    hooks at turn.persisted and behind it are not kept
    ");
}
