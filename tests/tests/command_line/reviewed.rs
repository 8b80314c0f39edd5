//! `chat -p` writes to its output what reviewers accepted, and a terminal has a user.

use crate::app::terminal::Terminal;
use crate::app::{folder_with_script, stderr, stdout};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::thread::sleep;
use std::time::Duration;

const SCRIPT: &str = "\
[[scenes]]
on = \"always\"
[[scenes.steps]]
text = \"this is bad one\"
[[scenes.steps]]
text = \"this is bad two\"
[[scenes.steps]]
text = \"this is bad three\"

[[scenes]]
on = \"once\"
[[scenes.steps]]
text = \"this is bad\"
[[scenes.steps]]
text = \"this is good\"

[[scenes]]
on = \"refuse\"
[[scenes.steps]]
text = \"this is worse\"

[[scenes]]
on = \"tool\"
[[scenes.steps]]
text = \"I look it up.\"
calls = [{ tool = \"look_up\", args = { word = \"tea\" } }]
[[scenes.steps]]
text = \"this is worse\"

[[scenes]]
on = \"\"
[[scenes.steps]]
text = \"this is good\"
";

fn reviewed(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reviewed"));
    command.current_dir(folder).env("USER", "ann").args(["--data", "data"]).args(args);
    command
}

fn run(folder: &Path, args: &[&str]) -> Output {
    reviewed(folder, args).output().unwrap()
}

fn events(output: &Output) -> Vec<Value> {
    stdout(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Returns the text that counts: what came after the last `restart`.
fn text_that_counts(events: &[Value]) -> String {
    let mut text = String::new();
    for event in events {
        match event["type"].as_str() {
            Some("restart") => text.clear(),
            Some("text") => text.push_str(event["text"].as_str().unwrap()),
            _ => {}
        }
    }
    text
}

#[test]
fn an_answer_that_is_refused_to_the_end_is_never_printed() {
    let folder = folder_with_script("reviewed-always", "", SCRIPT);
    for message in ["always", "refuse"] {
        let output = run(&folder, &["chat", "-p", message]);
        assert_eq!((output.status.code(), &*stdout(&output)), (Some(1), ""), "{}", stderr(&output));
        let output = run(&folder, &["chat", "-p", message, "--json"]);
        let end: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((output.status.code(), &end["response"]), (Some(1), &"".into()), "{end}");
        assert!(end["error"].is_string(), "{end}");
        let output = run(&folder, &["chat", "-p", message, "--events"]);
        let events = events(&output);
        let end = events.last().unwrap();
        assert_eq!((&end["type"], &end["response"]), (&"end".into(), &"".into()), "{end}");
        assert_eq!(text_that_counts(&events), "", "{events:?}");
    }
    let output = run(&folder, &["chat", "-p", "tool"]);
    assert_eq!(
        (output.status.code(), &*stdout(&output)),
        (Some(1), "I look it up.\n"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn a_terminal_does_not_show_it_either() {
    let folder = folder_with_script("reviewed-terminal", "", SCRIPT);
    let mut terminal =
        Terminal::run(&reviewed(&folder, &["chat", "-p", "refuse"]), &folder, &[("USER", "ann")]);
    assert_eq!(terminal.ended().code(), Some(1));
    let all = terminal.all();
    assert!(all.contains("that is worse than bad") && !all.contains("this is worse"), "{all}");
}

#[test]
fn of_an_answer_that_was_sent_back_only_the_accepted_one_is_printed() {
    let folder = folder_with_script("reviewed-once", "", SCRIPT);
    let output = run(&folder, &["chat", "-p", "once"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stdout(&output), "this is good (for ann)\n");
    let events = events(&run(&folder, &["chat", "-p", "once", "--events"]));
    let response = events.last().unwrap()["response"].as_str().unwrap();
    assert_eq!((response, &*text_that_counts(&events)), ("this is good (for ann)", "this is good (for ann)"));
}

#[test]
fn the_command_line_and_the_terminal_have_the_user_of_the_system() {
    let folder = folder_with_script("reviewed-user", "", SCRIPT);
    assert_eq!(stdout(&run(&folder, &["chat", "-p", "hello"])), "this is good (for ann)\n");
    let output =
        reviewed(&folder, &["chat", "-p", "hello"]).env_remove("USER").env("LOGNAME", "bob").output();
    assert_eq!(stdout(&output.unwrap()), "this is good (for bob)\n");
    let output =
        reviewed(&folder, &["chat", "-p", "hello"]).env_remove("USER").env_remove("LOGNAME").output();
    let arguments = ["--set", "http.listen=127.0.0.1:0"];
    let mut terminal = Terminal::run(&reviewed(&folder, &arguments), &folder, &[("USER", "ann")]);
    terminal.wait_for("Ctrl-D leaves");
    terminal.press("hello\r");
    terminal.wait_for("(for ann)");
    terminal.press("/resume\r");
    terminal.wait_for("(this one)");
    terminal.press("/quit\r");
    assert!(terminal.ended().success());
    let number = rustix::process::getuid().as_raw();
    assert_eq!(stdout(&output.unwrap()), format!("this is good (for {number})\n"));
}

#[test]
fn a_command_in_the_background_answers_between_two_turns_and_at_once_where_nobody_stays() {
    let folder = folder_with_script("reviewed-later", "", SCRIPT);
    let output = run(&folder, &["chat", "-p", "/later tea"]);
    assert_eq!(stdout(&output), "tea is ready\n", "{}", stderr(&output));
    let arguments = ["--set", "http.listen=127.0.0.1:0"];
    let mut terminal = Terminal::run(&reviewed(&folder, &arguments), &folder, &[("USER", "ann")]);
    terminal.wait_for("Ctrl-D leaves");
    terminal.press("hello\r");
    terminal.wait_for("(for ann)");
    terminal.press("/later tea\r");
    terminal.wait_for("/later has begun");
    let shown = (0..600).any(|_| {
        terminal.press("\r");
        sleep(Duration::from_millis(50));
        terminal.all().contains("✉ reviewer: tea is ready (for ann)")
    });
    assert!(shown, "{}", terminal.all());
    terminal.press("/quit\r");
    assert!(terminal.ended().success());
}

#[test]
fn variables_of_a_plugin_are_shown_and_whether_they_are_secret() {
    let folder = folder_with_script("reviewed-variables", "", SCRIPT);
    let output = run(&folder, &["plugins", "info", "reviewer"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("\nenvironment variable PATH (secret): where programs are\n"), "{text}");
}

#[test]
fn one_message_waits_for_the_observers_of_its_end() {
    let folder = folder_with_script("reviewed-observed", "", SCRIPT);
    let output = run(&folder, &["chat", "-p", "hello"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(folder.join("observed")).unwrap(), "a turn was over");
}
