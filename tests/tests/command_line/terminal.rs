//! The conversation in a terminal, with hands on the keys.

use crate::app::terminal::Terminal;
use crate::app::{folder_with_script, place, run, stdout};
use hookwire::plugin::HOST_COMMANDS;
use std::fs;

const SCRIPT: &str = "\
[[scenes]]
on = \"count\"
[[scenes.steps]]
text = \"one two three MORE twelve\"
pace_ms = 100

[[scenes]]
on = \"key\"
[[scenes.steps]]
calls = [{ tool = \"note_add\", args = { text = \"the key is sk-aaaaaaaaaaaaaaaaaaaaaaaaaaaa\" } }]
[[scenes.steps]]
text = \"kept\"

[[scenes]]
on = \"remove\"
[[scenes.steps]]
calls = [{ tool = \"run_command\", args = { command = \"echo rm -rf /\" } }]
[[scenes.steps]]
text = \"I was told: {result}\"

[[scenes]]
on = \"run\"
[[scenes.steps]]
text = \"I ask. \"
calls = [{ tool = \"run_command\", args = { command = \"echo it-ran-$((40 + 2))\" } }]
[[scenes.steps]]
text = \"The end: {result}\"

[[scenes]]
on = \"cut\"
[[scenes.steps]]
text = \"half of it\"
cut_after = 1

[[scenes]]
on = \"\"
[[scenes.steps]]
text = \"You said <{message}>.\"
";

/// Counting takes long enough to be stopped.
fn script() -> String {
    SCRIPT.replace("MORE", "and so on ".repeat(100).trim())
}

fn open(name: &str) -> Terminal {
    let mut terminal = Terminal::open(&folder_with_script(name, "", &script()), &[], &[]);
    terminal.wait_for("Ctrl-D leaves");
    terminal
}

#[test]
fn the_banner_says_what_there_is_and_that_a_script_is_no_model() {
    let mut terminal = Terminal::open(&folder_with_script("banner", "", &script()), &[], &[]);
    let banner = terminal.wait_for("Ctrl-D leaves");
    for part in [
        "tool-guard",
        "data/hookwire.db",
        "http://127.0.0.1:",
        "This is a script, not a model",
        "agents.default.model=",
    ] {
        assert!(banner.contains(part), "no {part} in {banner}");
    }
}

#[test]
fn the_banner_says_why_a_plugin_did_not_start() {
    let folder = folder_with_script("failed", "plugins.workspace.root = \"data\"", &script());
    let mut terminal = Terminal::open(&folder, &[("NO_COLOR", "1")], &[]);
    let banner = terminal.wait_for("Ctrl-D leaves");
    let told = banner.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("failed workspace: its init failed: the root"), "{banner}");
    assert!(
        told.contains("lies in the data folder") && told.contains("or choose another data folder"),
        "{banner}"
    );
}

#[test]
fn an_answer_is_shown_and_the_history_kept() {
    let mut terminal = open("answer");
    terminal.press("grüße 日本\r");
    terminal.wait_for("You said <grüße 日本>.");
    terminal.wait_for("tokens in");
    terminal.press("\x04");
    assert!(terminal.ended().success());
    let folder = place("answer");
    assert!(fs::read_to_string(folder.join("data/history")).unwrap().contains("grüße 日本"));
}

#[test]
fn ctrl_c_stops_the_answer_and_not_the_program() {
    let mut terminal = open("cancel");
    terminal.press("count\r");
    // The rest takes half a minute, so this is no whole answer that was held back.
    assert!(!terminal.wait_for("two three").contains("twelve"));
    terminal.press("\x03");
    terminal.wait_for("stopped after");
    terminal.press("still there?\r");
    terminal.wait_for("You said <still there?>.");
    assert!(!terminal.all().contains("twelve"));
    terminal.press("\x04");
    assert!(terminal.ended().success());
}

#[test]
fn a_second_ctrl_c_leaves() {
    let mut terminal = open("leave");
    terminal.press("\x03");
    terminal.wait_for("again, or Ctrl-D, leaves");
    terminal.press("\x03");
    terminal.wait_for("good-bye");
    assert!(terminal.ended().success());
}

#[test]
fn a_second_ctrl_c_leaves_also_when_the_first_stopped_an_answer() {
    let mut terminal = open("leave-stopped");
    terminal.press("count\r");
    terminal.wait_for("two three");
    terminal.press("\x03");
    terminal.wait_for("stopped after");
    terminal.press("\x03");
    terminal.wait_for("good-bye");
    assert!(terminal.ended().success());
    assert!(!terminal.all().contains("again, or Ctrl-D, leaves"));
}

#[test]
fn ctrl_c_that_throws_a_line_away_does_nothing_else() {
    let mut terminal = open("clear");
    for line in ["one", "two"] {
        terminal.press(line);
        terminal.wait_for(line);
        terminal.press("\x03");
        terminal.wait_for("› ");
    }
    terminal.press("three\r");
    terminal.wait_for("You said <three>.");
    assert!(!terminal.all().contains("again, or Ctrl-D, leaves"));
}

#[test]
fn a_call_runs_when_it_is_allowed() {
    let mut terminal = open("allow");
    terminal.press("run it\r");
    let question = terminal.wait_for("always this tool");
    assert!(
        question.contains("run_command") && question.contains("\"command\": \"echo it-ran-$((40 + 2))\""),
        "{question}"
    );
    assert!(question.contains("asked by `tool-guard`: it runs a program"), "{question}");
    terminal.press("y");
    terminal.wait_for("allowed");
    terminal.wait_for("it-ran-42");
    terminal.wait_for("tokens in");
}

#[test]
fn always_this_tool_asks_no_more() {
    let mut terminal = open("always");
    terminal.press("run it\r");
    terminal.wait_for("always this tool");
    terminal.press("t");
    terminal.wait_for("it-ran-42");
    terminal.wait_for("tokens in");
    terminal.press("run it again\r");
    assert!(!terminal.wait_for("it-ran-42").contains("may this run"));
}

#[test]
fn keys_pressed_before_the_question_do_not_answer_it() {
    let mut terminal = open("ahead");
    terminal.press("run it\ryyy");
    terminal.wait_for("always this tool");
    terminal.press("n");
    terminal.wait_for("denied");
    terminal.wait_for("you did not allow it");
    assert!(!terminal.all().contains("it-ran-42"));
}

#[test]
fn a_denial_lets_the_turn_go_on_and_ctrl_c_ends_it() {
    for (name, key, end) in [("deny-d", "\x04", "The end: "), ("deny-c", "\x03", "stopped after")] {
        let mut terminal = open(name);
        terminal.press("run it\r");
        terminal.wait_for("always this tool");
        terminal.press(key);
        terminal.wait_for("denied");
        terminal.wait_for(end);
        terminal.press("still there?\r");
        terminal.wait_for("You said <still there?>.");
        let all = terminal.all();
        assert!(!all.contains("it-ran-42"), "{all}");
        assert_eq!(all.contains("The end: "), key == "\x04", "{all}");
    }
}

#[test]
fn a_question_stands_still_in_a_narrow_terminal() {
    let mut terminal = Terminal::open(&folder_with_script("narrow", "", &script()), &[], &[]);
    terminal.widen(40);
    terminal.wait_for("leaves");
    terminal.press("run it\r");
    terminal.wait_for("tool always");
    std::thread::sleep(std::time::Duration::from_millis(500));
    terminal.press("y");
    terminal.wait_for("it-ran-42");
    assert_eq!(terminal.all().matches("tool always").count(), 1, "{}", terminal.all());
}

#[test]
fn a_key_that_is_no_answer_is_told_once_and_answers_nothing() {
    let mut terminal = open("no-answer");
    terminal.press("run it\r");
    terminal.wait_for("always this tool");
    terminal.press("x");
    terminal.wait_for("y, a or t allows it; n, Enter, Esc or Ctrl-D does not");
    terminal.press("xy");
    terminal.wait_for("it-ran-42");
    assert_eq!(terminal.all().matches("is no answer").count(), 1);
}

#[test]
fn an_arrow_is_no_answer_and_escape_is_a_no() {
    let mut terminal = open("arrows");
    terminal.press("run it\r");
    terminal.wait_for("always this tool");
    // Arrows, with and without Alt, a function key of a console, and Alt-A.
    terminal.press("\x1b[A\x1b[1;3D\x1bOC\x1b\x1b[B\x1b[[A\x1ba");
    terminal.wait_for("that key is no answer");
    terminal.press("y");
    terminal.wait_for("it-ran-42");
    terminal.wait_for("tokens in");
    terminal.press("run it\r");
    assert!(!terminal.wait_for("always this tool").contains("[A"));
    terminal.press("\x1b");
    terminal.wait_for("denied");
}

#[test]
fn the_keys_fit_a_narrow_terminal() {
    for (columns, keys) in [
        (100, "y yes · n or Enter no · a always this · t always this tool (in this session)"),
        (50, "y yes · n no · a always · t always this tool"),
        (40, "y yes · n no · a this · t tool always"),
    ] {
        let mut terminal =
            Terminal::open(&folder_with_script(&format!("keys-{columns}"), "", &script()), &[], &[]);
        terminal.widen(columns);
        terminal.wait_for("leaves");
        terminal.press("run it\r");
        terminal.wait_for(keys);
        terminal.press("\r");
        terminal.wait_for("denied");
        // Its own words, not those that the model reads.
        terminal.wait_for("└ you did not allow it");
    }
}

#[test]
fn what_went_wrong_is_broken_between_words() {
    let mut terminal = Terminal::open(&folder_with_script("folded", "", &script()), &[], &[]);
    terminal.widen(50);
    terminal.wait_for("leaves");
    terminal.press("remove\r");
    let lines = "└ Error: the call was denied by `tool-guard`:\n    it deletes far more than it should";
    terminal.wait_for(lines);
}

#[test]
fn a_question_that_was_left_open_is_told_at_the_next_start() {
    let mut terminal = open("left-open");
    terminal.press("run it\r");
    terminal.wait_for("always this tool");
    drop(terminal);
    let mut terminal = Terminal::open(&place("left-open"), &[], &[]);
    terminal.wait_for("a question waits for you; /approvals asks again");
    terminal.wait_for("leaves");
    terminal.press("/approvals\r");
    terminal.wait_for("always this tool");
    terminal.press("y");
    terminal.wait_for("allowed");
}

#[test]
fn a_refusal_names_the_plugin() {
    let mut terminal = open("refusal");
    terminal.press("remove\r");
    terminal.wait_for("the call was denied by `tool-guard`: it deletes far more than it should");
}

#[test]
fn an_answer_that_breaks_off_and_begins_again_is_told_apart() {
    let config = "[agents.default.retry]\nattempts = 3\nfirst = \"10ms\"\n";
    let mut terminal = Terminal::open(&folder_with_script("cut", config, &script()), &[], &[]);
    terminal.wait_for("Ctrl-D leaves");
    terminal.press("cut\r");
    terminal.wait_for("half");
    terminal.wait_for("asking again");
    terminal.wait_for("the text above does not count");
    terminal.wait_for("half");
    terminal.wait_for("■");
    terminal.wait_for("before its end");
    // Once when it is asked again, and once at the end.
    assert_eq!(terminal.all().matches("cut off before its end").count(), 2, "{}", terminal.all());
}

#[test]
fn slash_commands_work_and_are_completed() {
    let mut terminal = open("slash");
    terminal.press("/hel\t\r");
    let help = terminal.wait_for("Tab completes");
    for command in [
        "\n/agents               shows the agents\n",
        "\n/approvals            asks again",
        "\n/help [command]       shows the commands",
        "\n/notes                ",
        "\n/resume [session]     goes on",
        "\n/quit                 ",
    ] {
        assert!(help.contains(command), "no {command} in {help}");
    }
    let shown: Vec<_> = help.lines().filter_map(|line| line.strip_prefix('/')?.split(' ').next()).collect();
    for name in HOST_COMMANDS {
        // Another word for `/quit`, which help does not show.
        assert!(name == "exit" || shown.contains(&name), "nobody has /{name}: {shown:?}");
    }
    let others = shown.iter().filter(|name| !HOST_COMMANDS.contains(name)).collect::<Vec<_>>();
    let of_plugins = [
        "activity",
        "all-sessions",
        "clear",
        "forget",
        "label",
        "memory",
        "messages",
        "notes",
        "reset",
        "sessions",
        "summarize",
    ];
    assert!(others.iter().all(|name| of_plugins.contains(name)), "not reserved: {others:?}");
    terminal.press("/help notes\r");
    terminal.wait_for("/notes: Lists the notes");
    terminal.press("/plugins\r");
    terminal.wait_for("tool-guard: live");
    terminal.press("/plugin\r");
    terminal.wait_for("did you mean /plugins?");
    terminal.press("first words\r");
    terminal.wait_for("tokens in");
    for command in ["/sessions\r", "/resume\r"] {
        terminal.press(command);
        terminal.wait_for("first words (this one)");
    }
    terminal.press("/reset\r");
    terminal.wait_for("this session is reset");
    terminal.press("/new\r");
    terminal.wait_for("this session is closed");
    terminal.press("/resume nowhere\r");
    terminal.wait_for("there is no such session");
    terminal.press("/quit\r");
    assert!(terminal.ended().success());
}

#[test]
fn a_backslash_and_a_paste_make_more_lines() {
    let mut terminal = open("lines");
    terminal.press("one\\\rtwo\r");
    terminal.wait_for("You said <one\ntwo>.");
    terminal.press("\x1b[200~three\nfour\x1b[201~\r");
    terminal.wait_for("You said <three\nfour>.");
}

#[test]
fn without_colours_there_are_none() {
    let folder = folder_with_script("plain", "", &script());
    for (variables, colours) in [(&[][..], true), (&[("NO_COLOR", "1")], false)] {
        let mut terminal = Terminal::open(&folder, variables, &[]);
        terminal.wait_for("Ctrl-D leaves");
        assert_eq!(terminal.raw().contains("\x1b[2m"), colours, "{variables:?}");
        terminal.press("\x04");
        terminal.ended();
    }
}

#[test]
fn what_steers_a_terminal_is_shown_and_not_obeyed() {
    let script = "[[scenes]]\non = \"\"\n[[scenes.steps]]\ntext = \"a\\u001b]0;owned\\u0007b\"\n";
    let mut terminal = Terminal::open(&folder_with_script("escapes", "", script), &[], &[]);
    terminal.wait_for("Ctrl-D leaves");
    terminal.press("hello\r");
    terminal.wait_for("a\\u{1b}]0;owned\\u{7}b");
}

#[test]
fn one_message_can_be_asked_about_in_a_terminal() {
    let mut terminal =
        Terminal::open(&folder_with_script("once-asked", "", &script()), &[], &["chat", "-p", "run it"]);
    terminal.wait_for("always this tool");
    terminal.press("y");
    terminal.wait_for("The end: ");
    assert!(terminal.ended().success());
}

#[test]
fn a_taken_port_keeps_nobody_from_talking() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = format!("http.listen={}", taken.local_addr().unwrap());
    let mut terminal = Terminal::open(&folder_with_script("taken", "", &script()), &[], &["--set", &listen]);
    terminal.wait_for("another program listens at");
    terminal.press("hello\r");
    terminal.wait_for("You said <hello>.");
}

/// Returns what `explain` says of a turn in which a key is noted.
fn explained(name: &str, config: &str) -> String {
    let mut terminal = Terminal::open(&folder_with_script(name, config, &script()), &[], &[]);
    terminal.wait_for("Ctrl-D leaves");
    terminal.press("key\r");
    terminal.wait_for("tokens in");
    terminal.press("\x04");
    assert!(terminal.ended().success());
    let folder = place(name);
    let sessions = run(&folder, &["sessions", "list", "--json"]);
    let sessions: serde_json::Value = serde_json::from_slice(&sessions.stdout).unwrap();
    stdout(&run(&folder, &["explain", sessions[0]["id"].as_str().unwrap()]))
}

#[test]
fn what_a_hook_rewrites_is_explained_afterwards() {
    let hidden = explained("explain", "");
    assert!(hidden.contains("/text (values are not kept)") && !hidden.contains("sk-aaaa"), "{hidden}");
    let config = "[hooks.redact.\"notes.saving\"]\ntrace = \"values\"\n";
    let text = explained("explain-values", config);
    assert!(text.contains("hooks at turn.persisted and behind it are not kept"), "{text}");
    for part in ["notes.saving", "redact.", "(plugins/redact/src/", "- the key is sk-aaaa", "+ the key is "] {
        assert!(text.contains(part), "no {part} in {text}");
    }
}
