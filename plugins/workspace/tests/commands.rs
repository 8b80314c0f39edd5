//! Tests of `run_command`.

mod fixture;

use fixture::TestWorkspace;
use hookwire::Verdict;
use hookwire::points::{ToolCall, ToolGate};
use hookwire::test::Kit;
use hookwire_tool_guard::ToolGuard;
use serde_json::json;
use std::fs;
use std::time::Duration;
use tokio::time::sleep;

/// Starts a grandchild that goes on by itself, and writes the numbers of both to files.
const FAMILY: &str = "sh -c 'echo $$ > grandchild; exec sleep 1000' & echo $$ > child; wait";

/// Waits until both have started; returns their numbers.
async fn family(workspace: &TestWorkspace) -> [String; 2] {
    loop {
        let id = |name| fs::read_to_string(workspace.root.join(name)).unwrap_or_default().trim().to_owned();
        let ids = [id("child"), id("grandchild")];
        if ids.iter().all(|id| !id.is_empty()) {
            return ids;
        }
        sleep(Duration::from_millis(5)).await;
    }
}

/// Waits until there is no such process, nor the zombie of one; a test that hangs here found one.
async fn gone(id: &str) {
    // A grandchild is not ours to bury: as a zombie it is dead, too.
    let is_ours = |stat: &str| stat.rsplit(')').next().unwrap().split_whitespace().nth(1) == Some(&own());
    while let Ok(stat) = fs::read_to_string(format!("/proc/{id}/stat")) {
        let zombie = stat.rsplit(')').next().unwrap().trim_start().starts_with('Z');
        if zombie && !is_ours(&stat) {
            return;
        }
        sleep(Duration::from_millis(5)).await;
    }
}

fn own() -> String {
    std::process::id().to_string()
}

#[tokio::test]
async fn a_command_runs_in_the_root_and_tells_how_it_ended() {
    let workspace = TestWorkspace::new().await;
    workspace.put("sub/a", "hello");
    let run = async |args| workspace.call("run_command", args).await;
    assert_eq!(run(json!({ "command": "cat a", "cwd": "sub" })).await, "exit code 0\nhello");
    assert_eq!(run(json!({ "command": "ls; echo bad >&2; exit 3" })).await, "exit code 3\nsub\nbad\n");
    assert_eq!(run(json!({ "command": "true" })).await, "exit code 0 and no output\n");
    assert_eq!(run(json!({ "command": "kill -9 $$" })).await, "killed by signal 9 and no output\n");
    assert_eq!(run(json!({ "command": "cat; echo end" })).await, "exit code 0\nend\n");
    let said = workspace.refused("run_command", json!({ "command": "ls", "cwd": "none" })).await;
    assert!(said.contains("there is no `none`"), "{said}");
}

#[tokio::test]
async fn a_time_out_kills_the_command_and_all_it_has_started() {
    let workspace = TestWorkspace::new().await;
    let command = format!("echo started; {FAMILY}");
    let call = workspace.refused("run_command", json!({ "command": command, "timeout_secs": 1 }));
    let (said, [child, grandchild]) = tokio::join!(call, family(&workspace));
    assert!(said.starts_with("the command did not end within 1 s and was killed"), "{said}");
    assert!(said.ends_with("(up to 600) or give it less to do\nstarted\n"), "{said}");
    gone(&child).await;
    gone(&grandchild).await;
}

#[tokio::test]
async fn nobody_gets_more_time_than_there_is() {
    let workspace = TestWorkspace::with(json!({ "max_timeout_secs": 1 })).await;
    let said =
        workspace.refused("run_command", json!({ "command": "sleep 1000", "timeout_secs": 5000 })).await;
    assert!(said.starts_with("the command did not end within 1 s"), "{said}");
}

#[tokio::test]
async fn a_command_that_names_no_time_has_that_of_the_configuration() {
    let workspace = TestWorkspace::with(json!({ "timeout_secs": 1 })).await;
    let said = workspace.refused("run_command", json!({ "command": "sleep 1000" })).await;
    assert!(said.starts_with("the command did not end within 1 s"), "{said}");
}

#[tokio::test]
async fn a_call_that_is_dropped_kills_the_command_and_all_it_has_started() {
    let workspace = TestWorkspace::new().await;
    let ids = tokio::select! {
        said = workspace.call("run_command", json!({ "command": FAMILY })) => panic!("{said}"),
        ids = family(&workspace) => ids,
    };
    for id in ids {
        gone(&id).await;
    }
}

#[tokio::test]
async fn a_request_that_is_cancelled_kills_the_command_and_all_it_has_started() {
    let workspace = TestWorkspace::new().await;
    let cancel = async {
        let ids = family(&workspace).await;
        workspace.kit.cx().cancelled().cancel();
        ids
    };
    let (said, ids) = tokio::join!(workspace.refused("run_command", json!({ "command": FAMILY })), cancel);
    assert!(said.contains("was cancelled"), "{said}");
    for id in ids {
        gone(&id).await;
    }
    assert_eq!(workspace.refused("list_files", json!({})).await, "the call was cancelled");
}

#[tokio::test]
async fn what_is_left_in_the_background_ends_with_the_command() {
    let workspace = TestWorkspace::new().await;
    let said =
        workspace.call("run_command", json!({ "command": "sleep 1000 & echo $! > child; echo done" })).await;
    assert_eq!(said, "exit code 0\ndone\n");
    gone(workspace.contents("child").trim()).await;
    // One that got away keeps the output open, and the call ends all the same.
    let said = workspace.call("run_command", json!({ "command": "setsid sleep 3 & echo done" })).await;
    assert_eq!(said, "exit code 0\ndone\n");
}

#[tokio::test]
async fn long_output_keeps_its_start_and_its_end() {
    let workspace = TestWorkspace::with(json!({ "max_output_bytes": 20 })).await;
    let run = async |command| workspace.call("run_command", json!({ "command": command })).await;
    let said = run("echo first; seq 1 500000; echo last").await;
    assert!(
        said.starts_with("exit code 0\nfirst\n1\n2\n\n[… 3388886 bytes are left out here …]\n"),
        "{said}"
    );
    assert!(said.ends_with("\nlast\n") && said.len() < 100, "{said}");
    assert_eq!(
        run("printf 0123456789012345678é").await,
        "exit code 0\n0123456789\n[… 1 bytes are left out here …]\n12345678é"
    );
    assert_eq!(
        run("printf 012345678ééééééé").await,
        "exit code 0\n012345678\n[… 4 bytes are left out here …]\nééééé"
    );
}

#[tokio::test]
async fn a_command_sees_no_variable_that_is_not_named() {
    // Cargo sets it for this test, and no shell needs it: it stands for a secret.
    let name = "CARGO_PKG_DESCRIPTION";
    assert!(std::env::var(name).is_ok());
    let seen = TestWorkspace::new().await.call("run_command", json!({ "command": "env" })).await;
    assert!(seen.contains("PATH=") && !seen.contains(name), "{seen}");
    let named = TestWorkspace::with(json!({ "env": [name] })).await;
    assert!(named.call("run_command", json!({ "command": "env" })).await.contains(name));
}

#[tokio::test]
async fn without_commands_there_is_no_tool_for_them() {
    for commands in [true, false] {
        let workspace = TestWorkspace::with(json!({ "commands": commands })).await;
        let wiring = workspace.kit.cx().wired().unwrap();
        let offered: Vec<_> = wiring.tools().map(|(tool, _)| tool.name).collect();
        assert_eq!(offered.contains(&"run_command"), commands, "{offered:?}");
        assert!(offered.contains(&"write_file"), "{offered:?}");
    }
}

#[tokio::test]
async fn a_command_that_is_asked_for_all_the_same_does_not_run() {
    let workspace = TestWorkspace::with(json!({ "commands": false })).await;
    let said = workspace.refused("run_command", json!({ "command": "touch made" })).await;
    assert!(said.contains("not available"), "{said}");
    assert!(!workspace.root.join("made").exists());
}

#[tokio::test]
async fn the_guard_asks_before_a_command_or_a_change_and_lets_files_be_read() {
    let kit = Kit::of::<ToolGuard>().and::<hookwire_workspace::Workspace>().start().await;
    let gate = async |tool: &str, args| kit.fire::<ToolGate>(&ToolCall::new(tool, args)).await.verdict();
    assert_eq!(
        gate("run_command", json!({ "command": "ls" })).await,
        Verdict::Ask("`tool-guard`: it runs a program".into())
    );
    assert!(matches!(gate("run_command", json!({ "command": "rm -rf /" })).await, Verdict::Deny(_)));
    for tool in ["write_file", "edit_file"] {
        assert_eq!(
            gate(tool, json!({ "path": "a" })).await,
            Verdict::Ask("`tool-guard`: it changes a file".into())
        );
    }
    for tool in ["list_files", "read_file", "search_files"] {
        assert_eq!(gate(tool, json!({ "path": "a" })).await, Verdict::Allow);
    }
}
