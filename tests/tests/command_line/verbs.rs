//! The commands that need no terminal: one message, serving, and looking at what is kept.

use crate::app::{app, command, folder, folder_with_script, run, stderr, stdout};
use hookwire::cx::RequestKind;
use hookwire_host::engine::store::{InboxMessage, Owner, Session};
use hookwire_host::store::{Location, open};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, SystemTime};
use tokio::runtime::Runtime;

const SCRIPT: &str = "\
[[scenes]]
on = \"run\"
[[scenes.steps]]
text = \"I ask. \"
calls = [{ tool = \"run_command\", args = { command = \"echo it-ran-$((40 + 2))\" } }]
[[scenes.steps]]
text = \"The end: {result}\"

[[scenes]]
on = \"broken\"
[[scenes.steps]]
fail = [{ status = 400 }]

[[scenes]]
on = \"cut\"
[[scenes.steps]]
text = \"half of it\"
cut_after = 1

[[scenes]]
on = \"slow\"
[[scenes.steps]]
text = \"one two three four five six seven eight nine ten\"
pace_ms = 200

[[scenes]]
on = \"note this\"
[[scenes.steps]]
calls = [{ tool = \"note_add\", args = { text = \"tea is at four\" } }]
[[scenes.steps]]
text = \"{result}\"

[[scenes]]
on = \"\"
[[scenes.steps]]
text = \"You said <{message}>.\"
";

fn json(folder: &Path, args: &[&str]) -> Value {
    let output = run(folder, args);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", stderr(&output)))
}

#[test]
fn an_answer_is_the_output_and_nothing_else_is() {
    let folder = folder_with_script("once", "", SCRIPT);
    let output = run(&folder, &["chat", "-p", "grüße"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stdout(&output), "You said <grüße>.\n");
}

#[test]
fn the_script_of_the_configuration_is_played() {
    let folder = folder("scripted", "script = \"mine.toml\"");
    fs::write(folder.join("mine.toml"), SCRIPT).unwrap();
    assert_eq!(stdout(&run(&folder, &["chat", "-p", "hello"])), "You said <hello>.\n");
}

#[test]
fn a_wrong_word_in_a_script_is_told_with_the_right_ones() {
    let script = "[[scenes]]\nwhen = \"\"\nsteps = [{ text = \"hello\" }]\n";
    let output = run(&folder_with_script("wrong-script", "", script), &["chat", "-p", "hello"]);
    assert!(!output.status.success());
    let text = stderr(&output);
    assert!(text.contains("there is no setting `when`; there are `on`, `steps`"), "{text}");
}

#[test]
fn the_server_listens_where_the_configuration_says() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = format!("[http]\nlisten = \"{}\"", taken.local_addr().unwrap());
    let folder = folder_with_script("listens", &listen, SCRIPT);
    let output = Command::new(app()).current_dir(&folder).args(["--data", "data", "serve"]).output().unwrap();
    assert!(!output.status.success());
    let port = taken.local_addr().unwrap().port().to_string();
    assert!(stderr(&output).contains(&port), "{}", stderr(&output));
}

#[test]
fn a_reader_that_leaves_early_is_no_error() {
    let folder = folder_with_script("once-left", "", SCRIPT);
    for args in [&["chat", "-p", "hello"][..], &["chat", "-p", "hello", "--events"]] {
        let mut command = command(&folder, args);
        let mut run = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(run.stdout.take());
        let output = run.wait_with_output().unwrap();
        assert!(output.status.success() && !stderr(&output).contains("error"), "{}", stderr(&output));
    }
}

#[test]
fn the_help_is_about_the_agent() {
    let output = run(&folder_with_script("help", "", SCRIPT), &["--help"]);
    assert!(stdout(&output).starts_with("An agent made of plugins."), "{}", stdout(&output));
}

#[test]
fn tools_are_told_of_apart_and_nobody_allows_what_asks() {
    let folder = folder_with_script("once-tools", "", SCRIPT);
    let output = run(&folder, &["chat", "-p", "run it"]);
    assert!(output.status.success());
    assert!(stdout(&output).starts_with("I ask. \nThe end: "), "{}", stdout(&output));
    assert!(
        stderr(&output).contains("● run_command") && stderr(&output).contains("nobody is here"),
        "{}",
        stderr(&output)
    );
    assert!(!stderr(&output).contains('\x1b'), "{}", stderr(&output));
}

#[test]
fn a_message_that_is_not_answered_is_a_failure() {
    let folder = folder_with_script("once-failed", "", SCRIPT);
    let output = run(&folder, &["chat", "-p", "broken"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("status 400, says the script"), "{}", stderr(&output));
    let output = run(&folder, &["chat", "-p", "hello", "--session", "none"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("there is no session `none`"), "{}", stderr(&output));
    assert!(
        stderr(&run(&folder, &["chat", "-p", "hello", "--agent", "defualt"]))
            .contains("did you mean `default`?")
    );
    assert!(stderr(&run(&folder, &["chat"])).contains("give the message with -p"));
}

#[test]
fn what_is_taken_back_never_reaches_a_program() {
    let folder =
        folder_with_script("once-cut", "[agents.default.retry]\nattempts = 2\nfirst = \"10ms\"\n", SCRIPT);
    let output = run(&folder, &["chat", "-p", "cut"]);
    assert_eq!(
        (output.status.code(), stdout(&output).matches("half").count()),
        (Some(1), 1),
        "{}",
        stdout(&output)
    );
    assert!(stderr(&output).contains("asking again"), "{}", stderr(&output));
}

#[test]
fn programs_read_json() {
    let folder = folder_with_script("once-json", "", SCRIPT);
    let first = json(&folder, &["chat", "-p", "hello", "--json"]);
    assert_eq!(
        (&first["end"], &first["response"], &first["turn"]),
        (&"completed".into(), &"You said <hello>.".into(), &1.into())
    );
    let session = first["session"].as_str().unwrap();
    let next = json(&folder, &["chat", "-p", "again", "--json", "--session", session]);
    assert_eq!((&next["session"], &next["turn"]), (&first["session"], &2.into()));
    let output = run(&folder, &["chat", "-p", "run it", "--events"]);
    let events: Vec<Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let types: Vec<_> = events.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!((types[0], types[types.len() - 1]), ("accepted", "end"), "{types:?}");
    assert!(types.contains(&"call") && types.contains(&"result") && types.contains(&"text"), "{types:?}");
    let failed = run(&folder, &["chat", "-p", "broken", "--json"]);
    assert_eq!(failed.status.code(), Some(1));
    assert_eq!(serde_json::from_slice::<Value>(&failed.stdout).unwrap()["end"], "failed");
}

#[test]
fn a_message_can_come_from_the_input() {
    let folder = folder_with_script("once-input", "", SCRIPT);
    let mut chat =
        command(&folder, &["chat", "-p", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    chat.stdin.take().unwrap().write_all(b"piped").unwrap();
    assert_eq!(stdout(&chat.wait_with_output().unwrap()), "You said <piped>.\n");
}

#[test]
fn sessions_are_listed_shown_exported_and_deleted() {
    let folder = folder_with_script("sessions", "", SCRIPT);
    let id = json(&folder, &["chat", "-p", "first words", "--json"])["session"].as_str().unwrap().to_owned();
    let list = stdout(&run(&folder, &["sessions", "list"]));
    assert!(list.contains(&id) && list.contains("just now") && list.contains("first words"), "{list}");
    let shown = stdout(&run(&folder, &["sessions", "show", &id]));
    assert!(
        shown.contains("default · 1 turn\n")
            && shown.contains("› first words")
            && shown.contains("You said <first words>."),
        "{shown}"
    );
    let all = json(&folder, &["sessions", "export", &id]);
    assert_eq!(all["messages"][1]["text"], "You said <first words>.");
    assert!(all["turns"][0]["trace"].is_array(), "{all:#}");
    let other = json(&folder, &["chat", "-p", "other words", "--json"]);
    let same = id.bytes().zip(other["session"].as_str().unwrap().bytes()).take_while(|(a, b)| a == b).count();
    let many = stderr(&run(&folder, &["sessions", "show", &id[..same]]));
    let expected = format!("error: more than one session begins with `{}`; write more of it\n", &id[..same]);
    assert_eq!(many, expected);
    assert!(run(&folder, &["sessions", "delete", other["session"].as_str().unwrap()]).status.success());
    // Its beginning is enough where only one begins so.
    assert!(run(&folder, &["sessions", "delete", &id[..30]]).status.success());
    let gone = stderr(&run(&folder, &["sessions", "show", &id]));
    assert!(gone.contains(&format!("there is no session `{id}`; there are none yet")), "{gone}");
}

#[test]
fn a_turn_that_cannot_be_explained_says_why() {
    let folder = folder_with_script("unexplained", "[sessions]\ntrace = false\n", SCRIPT);
    assert!(stderr(&run(&folder, &["explain", "x"])).contains("nothing is kept"), "before the first run");
    let id = json(&folder, &["chat", "-p", "hello", "--json"])["session"].as_str().unwrap().to_owned();
    let text = stderr(&run(&folder, &["explain", &id]));
    assert!(text.contains("nothing was traced in turn 1: tracing was off"), "{text}");
    let text = stderr(&run(&folder, &["explain", &id, "7"]));
    assert!(text.contains("has no turn 7; its last one is 1"), "{text}");
    let wrong = format!("{}zz", &id[..id.len() - 2]);
    let text = stderr(&run(&folder, &["explain", &wrong]));
    assert!(text.contains(&format!("did you mean `{id}`?")), "{text}");
}

#[test]
fn a_token_is_shown_once_and_opens_the_door() {
    let folder = folder_with_script("tokens", "[http]\ntokens = true\n", SCRIPT);
    let output = run(&folder, &["serve"]);
    assert!(!output.status.success() && stderr(&output).contains("make one first"), "{}", stderr(&output));
    let made = run(&folder, &["tokens", "add", "mine", "--expires", "30d"]);
    let token = stdout(&made).trim().to_owned();
    assert!(made.status.success() && token.starts_with("hw_"), "{token}");
    let list = stdout(&run(&folder, &["tokens", "list"]));
    assert!(list.contains("mine") && !list.contains(&token), "{list}");
    let mut served = Served::start(&folder);
    let sessions = |head: &str| served.request(&format!("GET /v1/sessions HTTP/1.1\r\n{head}"), "");
    assert!(sessions("").starts_with("HTTP/1.1 401"), "{}", sessions(""));
    assert!(sessions(&format!("authorization: Bearer {token}\r\n")).starts_with("HTTP/1.1 200"));
    served.end();
    assert!(run(&folder, &["tokens", "remove", "mine"]).status.success());
    assert!(stderr(&run(&folder, &["tokens", "remove", "mine"])).contains("there is no token `mine`"));
}

#[test]
fn each_token_is_somebody_elses_and_nobody_sees_what_was_said_at_the_terminal() {
    let folder = folder_with_script("owners", "", SCRIPT);
    json(&folder, &["chat", "-p", "at the terminal", "--json"]);
    let make = |args: &[&str]| stdout(&run(&folder, args)).trim().to_owned();
    let ann = make(&["tokens", "add", "ann"]);
    let bob = make(&["tokens", "add", "bob"]);
    let anns = make(&["tokens", "add", "phone", "--user", "ann"]);
    let refused = stderr(&run(&folder, &["tokens", "add", "anybody", "--user", ""]));
    assert!(refused.contains("say whose with --user NAME"), "{refused}");
    let list = stdout(&run(&folder, &["tokens", "list"]));
    assert_eq!(list.matches(" for ever").count(), 3, "{list}");
    let mut served = Served::start(&folder);
    let chat = |token: &str, text: &str| {
        let head = format!("authorization: Bearer {token}\r\ncontent-type: application/json\r\n");
        let body = format!("{{\"message\": \"{text}\"}}");
        served.request(&format!("POST /v1/chat HTTP/1.1\r\n{head}"), &body)
    };
    let count = |token: &str| {
        let head = format!("GET /v1/sessions HTTP/1.1\r\nauthorization: Bearer {token}\r\n");
        served.request(&head, "").matches("\"active_at\"").count()
    };
    assert!(chat(&ann, "of Ann's").starts_with("HTTP/1.1 200"));
    assert_eq!((count(&ann), count(&anns), count(&bob)), (1, 1, 0));
    served.end();
}

#[test]
fn a_token_that_leaked_is_taken_back_while_the_host_serves() {
    let folder = folder_with_script("leaked", "", SCRIPT);
    run(&folder, &["tokens", "add", "bob"]);
    let mut served = Served::of(&folder, &["serve", "--set", "http.tokens=true"]);
    let token = stdout(&run(&folder, &["tokens", "add", "ann"])).trim().to_owned();
    let status = || {
        let answer =
            served.request(&format!("GET /v1/sessions HTTP/1.1\r\nauthorization: Bearer {token}\r\n"), "");
        answer.split(' ').nth(1).unwrap().to_owned()
    };
    assert_eq!(status(), "200");
    assert!(run(&folder, &["tokens", "remove", "ann"]).status.success());
    assert_eq!(status(), "401");
    served.end();
}

#[test]
fn what_only_looks_at_the_binary_needs_no_home() {
    let folder = folder_with_script("homeless", "", SCRIPT);
    for args in [&["hooks"][..], &["plugins", "list"], &["config", "check"]] {
        let mut command = Command::new(app());
        command.current_dir(&folder).env_remove("HOME").env_remove("XDG_DATA_HOME").args(args);
        assert!(command.output().unwrap().status.success(), "{args:?}");
    }
}

#[test]
fn what_only_looks_makes_no_plugin() {
    let config = "required = [\"activity-tracker\"]\n[plugins.activity-tracker]\nkeep = 5001\n";
    let folder = folder_with_script("looking", config, SCRIPT);
    for args in [&["hooks"][..], &["plugins", "list"], &["plugins", "info", "activity-tracker"]] {
        let looked = run(&folder, args);
        assert!(looked.status.success(), "{args:?}: {}", stderr(&looked));
    }
    // The plugin's init refuses the number.
    let made = run(&folder, &["config", "check"]);
    assert!(!made.status.success() && stderr(&made).contains("`keep` is 5001"), "{}", stderr(&made));
}

#[test]
fn one_message_takes_nothing_up_that_another_host_left() {
    let folder = folder_with_script("left", "", SCRIPT);
    let mut served = Served::start(&folder);
    let left = served.open("/v1/chat", "{\"message\": \"slow\"}");
    while stdout(&run(&folder, &["sessions", "list", "--json"])).trim() == "[]" {}
    served.tell(Signal::KILL);
    served.app.wait().unwrap();
    drop(left);
    let state = || {
        let session = json(&folder, &["sessions", "list", "--json"])[0]["id"].as_str().unwrap().to_owned();
        json(&folder, &["sessions", "export", &session])["turns"][0]["state"].clone()
    };
    let before = state();
    json(&folder, &["chat", "-p", "hello", "--json"]);
    let sessions = json(&folder, &["sessions", "list", "--json"]);
    assert_eq!(sessions.as_array().unwrap().len(), 2);
    let first = sessions[1]["id"].as_str().unwrap().to_owned();
    let kept = json(&folder, &["sessions", "export", &first])["turns"][0]["state"].clone();
    assert_eq!(kept, before);
    // Whoever comes for that session takes it up, and their message is answered after it.
    let answer = json(&folder, &["chat", "-p", "and now", "--session", &first, "--json"]);
    assert_eq!((&answer["turn"], &answer["end"]), (&2.into(), &"completed".into()), "{answer}");
    let turns = json(&folder, &["sessions", "export", &first])["turns"].clone();
    assert_eq!(turns[0]["state"], turns[1]["state"], "{turns}");
}

/// Leaves messages of a session that no host has begun to answer.
async fn leave(data: &Path, count: u32) {
    fs::create_dir_all(data).unwrap();
    let store = open(&Location::Folder(data.to_owned())).await.unwrap();
    store.open_session(&Session::new("s", Owner::default(), "default", 0)).await.unwrap();
    for number in 0..count {
        let posting = InboxMessage {
            id: format!("p{number}"),
            session: "s".into(),
            key: format!("k{number}"),
            digest: String::new(),
            agent: "default".into(),
            kind: RequestKind::Chat,
            channel: "http".into(),
            text: "left".into(),
            ..InboxMessage::default()
        };
        store.accept(&posting).await.unwrap();
    }
}

#[test]
fn who_comes_back_at_once_is_answered_behind_what_was_left() {
    let folder = folder_with_script("overtaken", "[sessions]\ntrace = false\nsummarise_above = 0\n", SCRIPT);
    Runtime::new().unwrap().block_on(leave(&folder.join("data"), 600));
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let mut serve = command(&folder, &["serve", "--listen", &address.to_string()]);
    let app = serve.stdin(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let mut served = Served { app, address: address.to_string() };
    while TcpStream::connect(address).is_err() {
        assert!(served.app.try_wait().unwrap().is_none(), "it serves");
    }
    let mut answer = String::new();
    let mut back = served.open("/v1/chat", r#"{"message": "back", "session": "s"}"#);
    back.read_to_string(&mut answer).unwrap();
    assert!(answer.contains("\"turn\":601") && answer.contains("You said <back>."), "{answer}");
}

#[test]
fn notes_are_there_again_after_a_restart() {
    let folder = folder_with_script("notes", "", SCRIPT);
    let kept = json(&folder, &["chat", "-p", "note this", "--json"]);
    assert_eq!(kept["end"], "completed", "{kept}");
    let notes = json(&folder, &["chat", "-p", "/notes", "--json"]);
    assert_eq!(notes["response"], "- tea is at four");
}

#[test]
fn what_a_plugin_logged_is_read_back() {
    let folder = folder_with_script("logs", "", SCRIPT);
    json(&folder, &["chat", "-p", "first words", "--json"]);
    let logs = |more: &[&str]| run(&folder, &[&["plugins", "logs", "message-logger"], more].concat());
    let text = stdout(&logs(&[]));
    assert!(
        text.contains("Z info  the turn is not posted: no `webhook_url`") && text.contains("first words"),
        "{text}"
    );
    let lines: Value = serde_json::from_slice(&logs(&["--json", "--limit", "2"]).stdout).unwrap();
    assert_eq!((lines.as_array().unwrap().len(), &lines[1]["level"]), (2, &"info".into()));
    for none in [["--level", "warn"], ["--since", "2999-01-01T00:00:00Z"]] {
        assert_eq!(stdout(&logs(&none)), "there are no such lines\n");
    }
    assert!(stdout(&logs(&["--since", "1h"])).contains("first words"));
    assert!(stderr(&logs(&["--level", "loud"])).contains("write info, warn or error"));
    assert!(stderr(&logs(&["--since", "soon"])).contains("write how long ago"));
    let unknown = stderr(&run(&folder, &["plugins", "logs", "mesage-logger"]));
    assert!(unknown.contains("did you mean `message-logger`?"), "{unknown}");
}

#[test]
fn a_check_of_the_configuration_writes_no_log() {
    let folder = folder_with_script("logs-check", "", SCRIPT);
    json(&folder, &["chat", "-p", "first words", "--json"]);
    let logged = || stdout(&run(&folder, &["plugins", "logs", "message-logger"]));
    let before = logged();
    assert!(run(&folder, &["config", "check"]).status.success());
    assert_eq!(logged(), before);
}

#[test]
fn a_log_is_followed_beside_the_host_and_past_its_end_until_ctrl_c() {
    let folder = folder_with_script("logs-follow", "", SCRIPT);
    json(&folder, &["chat", "-p", "first words", "--json"]);
    let mut command =
        command(&folder, &["plugins", "logs", "message-logger", "-f", "--limit", "1", "--json"]);
    let mut follow = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(follow.stdout.take().unwrap()).lines();
    let mut until = |text: &str| {
        let found = lines.by_ref().map(|line| line.unwrap()).find(|line| line.contains(text));
        let line: Value = serde_json::from_str(&found.expect("the line comes")).unwrap();
        assert_eq!(line["level"], "info");
    };
    // The last line that is there.
    until("");
    let mut served = Served::start(&folder);
    served.request(
        "POST /v1/chat HTTP/1.1\r\ncontent-type: application/json\r\n",
        r#"{ "message": "second words" }"#,
    );
    until("second words");
    served.end();
    json(&folder, &["chat", "-p", "third words", "--json"]);
    until("third words");
    kill_process(Pid::from_child(&follow), Signal::INT).unwrap();
    assert_eq!(follow.wait().unwrap().code(), Some(0));
}

#[test]
fn files_that_come_with_a_message_are_kept_and_deleted_with_their_session() {
    let parts = |parts: &[&str]| parts.join("\r\n--cut\r\n") + "\r\n--cut--\r\n";
    let body = parts(&[
        "",
        "content-disposition: form-data; name=\"message\"\r\n\r\nread this",
        "content-disposition: form-data; name=\"file\"; filename=\"plan.txt\"\r\n\r\nthe plan",
    ]);
    let head = "POST /v1/chat HTTP/1.1\r\ncontent-type: multipart/form-data; boundary=cut\r\n";
    for default in [false, true] {
        let folder = folder_with_script(&format!("files-{default}"), "", SCRIPT);
        let place = if default { "own/hookwire" } else { "data" };
        let command = |args: &[&str]| {
            let mut command = if default { Command::new(app()) } else { command(&folder, &[]) };
            command.current_dir(&folder).env("XDG_DATA_HOME", folder.join("own")).args(args);
            command
        };
        let files = folder.join(place).join("attachments");
        for (left, age) in [("incoming-old", 7200), ("incoming-new", 0)] {
            fs::create_dir_all(files.join(left)).unwrap();
            let since = SystemTime::now() - Duration::from_secs(age);
            fs::File::open(files.join(left)).unwrap().set_modified(since).unwrap();
        }
        let mut served = Served::begin(command(&["--set", "http.listen=127.0.0.1:0", "serve"]));
        let answer = served.request(head, &body);
        served.end();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let outcome: Value = serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap();
        let id = outcome["session"].as_str().unwrap();
        let kept = fs::read_dir(files.join(id)).unwrap().next().unwrap().unwrap().path();
        assert_eq!(fs::read_to_string(kept.join("1-plan.txt")).unwrap(), "the plan");
        assert!(!files.join("incoming-old").exists() && files.join("incoming-new").exists());
        assert!(command(&["sessions", "delete", id]).output().unwrap().status.success());
        assert!(!files.join(id).exists(), "the files are deleted with the session");
    }
}

#[test]
fn a_server_finishes_its_turns_when_it_is_told_to_end() {
    let folder = folder_with_script("serve", "", SCRIPT);
    let mut served = Served::start(&folder);
    let mut answer = BufReader::new(served.open("/v1/stream", "{\"message\": \"slow\"}"));
    let mut seen = String::new();
    while !seen.contains("accepted") {
        assert!(answer.read_line(&mut seen).unwrap() > 0, "{seen}");
    }
    served.tell(Signal::TERM);
    answer.read_to_string(&mut seen).unwrap();
    assert!(seen.contains("ten") && seen.contains("completed"), "{seen}");
    assert!(served.app.wait().unwrap().success());
}

#[test]
fn a_server_that_is_told_to_end_does_not_wait_for_humans() {
    let folder = folder_with_script("serve-asking", "[limits]\ngrace = \"1d\"\n", SCRIPT);
    let asked =
        |served: &Served| served.request("GET /v1/approvals HTTP/1.1\r\n", "").contains("run_command");
    let mut served = Served::start(&folder);
    let stream = served.open("/v1/stream", "{\"message\": \"run it\"}");
    while !asked(&served) {
        std::thread::yield_now();
    }
    served.end();
    drop(stream);
    let mut served = Served::start(&folder);
    assert!(asked(&served), "the question is still there, and so is the turn");
    served.end();
}

/// Needs a server, as the tests of the stores do.
#[tokio::test]
async fn a_server_whose_database_another_host_has_sends_its_clients_away_and_ends_with_an_error() {
    let Ok(url) = std::env::var("HOOKWIRE_TEST_POSTGRES") else { return };
    let schema = format!("test_{}", uuid::Uuid::new_v4().simple());
    let mut other = PgConnection::connect(&url).await.unwrap();
    other.execute(AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).await.unwrap();
    let config = format!("[store]\nurl = \"{url}?options=-csearch_path%3D{schema}\"\n");
    let script = "[[scenes]]\nsteps = [{ text = \"one two\", pace_ms = 60000 }]\n";
    let folder = folder_with_script("serve-lost", &config, script);
    let mut serve = command(&folder, &["serve"]);
    serve.stderr(Stdio::piped());
    let mut served = Served::begin(serve);
    let mut client = served.open("/v1/chat", "{\"message\": \"hello\"}");
    while !served.request("GET /v1/sessions HTTP/1.1\r\n", "").contains("\"turns\":1") {
        std::thread::yield_now();
    }

    // Another one waits for the lock, so that it is the next to have it.
    let mut next = PgConnection::connect(&url).await.unwrap();
    let lock = format!("SELECT pg_advisory_lock(hashtext('hookwire'), hashtext('{schema}'))");
    let _next = tokio::spawn(async move {
        next.execute(AssertSqlSafe(lock)).await.unwrap();
        std::future::pending::<()>().await;
    });
    let locks = format!("FROM pg_locks WHERE locktype = 'advisory' AND objid = hashtext('{schema}')::oid");
    let waiting = format!("SELECT pid {locks} AND NOT granted");
    while other.fetch_all(AssertSqlSafe(waiting.clone())).await.unwrap().is_empty() {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let end = format!("SELECT pg_terminate_backend(pid) {locks} AND granted");
    other.execute(AssertSqlSafe(end)).await.unwrap();

    let (mut told, mut error) = (String::new(), String::new());
    client.read_to_string(&mut told).unwrap();
    assert!(told.starts_with("HTTP/1.1 503") && told.contains("\"stopping\""), "{told}");
    assert!(!served.app.wait().unwrap().success());
    served.app.stderr.take().unwrap().read_to_string(&mut error).unwrap();
    assert!(error.contains("the other goes on") && error.contains("error: another host uses"), "{error}");
    other.execute(AssertSqlSafe(format!("DROP SCHEMA {schema} CASCADE"))).await.unwrap();
}

#[test]
fn connections_that_say_nothing_keep_nobody_out() {
    let folder = folder_with_script("serve-idle", "[http]\npatience = \"1d\"\n", SCRIPT);
    let serve = command(&folder, &["serve"]);
    let mut few = Command::new("sh");
    few.current_dir(&folder).args(["-c", "ulimit -Sn 64; exec \"$0\" \"$@\""]);
    few.arg(serve.get_program()).args(serve.get_args());
    let mut served = Served::begin(few);
    let idle: Vec<_> = (0..200).map(|_| TcpStream::connect(&served.address).unwrap()).collect();
    assert!(served.request("GET /v1/sessions HTTP/1.1\r\n", "").starts_with("HTTP/1.1 200"));
    served.end();
    drop(idle);
}

#[test]
fn without_a_terminal_and_a_command_it_serves() {
    let folder = folder_with_script("bare", "", SCRIPT);
    let mut served = Served::of(&folder, &[]);
    assert!(served.request("GET /health HTTP/1.1\r\n", "").starts_with("HTTP/1.1 200"));
    served.tell(Signal::INT);
    assert!(served.app.wait().unwrap().success());
}

#[test]
fn what_cannot_be_used_is_named() {
    let folder = folder("unusable", "");
    let text = |args: &[&str]| stderr(&Command::new(app()).current_dir(&folder).args(args).output().unwrap());
    assert!(
        text(&["--data", "/dev/null/x", "chat", "-p", "x"])
            .contains("the data folder /dev/null/x cannot be used")
    );
    assert!(
        text(&["--data", "d", "serve", "--listen", "nonsense"])
            .contains("`nonsense` is no address to listen at")
    );
    assert!(text(&["chat", "-p", "x", "--json", "--events"]).contains("cannot be used with"));
    assert!(text(&["--sesion"]).contains("unexpected argument '--sesion'"));
    assert!(text(&["--data", "d", "tokens", "add", "x", "--expires", "soon"]).contains("`soon` is no time"));
    let local = text(&["--data", "d", "tokens", "add", "x", "--tenant", "local"]);
    assert!(local.contains("the tenant `local` is that of whoever works at the host itself"), "{local}");
    assert!(text(&["--data", "d", "tokens", "add", ""]).contains("the name of a token is empty"));
}

#[test]
fn a_broken_database_is_told_once_with_its_place_and_what_to_do() {
    let folder = folder_with_script("broken", "", SCRIPT);
    fs::create_dir_all(folder.join("data")).unwrap();
    let file = folder.join("data/hookwire.db");
    fs::write(&file, "dear diary, ".repeat(999)).unwrap();
    for args in [&["sessions", "list"][..], &["chat", "-p", "hello"], &["serve"]] {
        let text = stderr(&run(&folder, args));
        let expected = format!("error: {} is no sound database; move it away, or take", file.display());
        assert!(text.starts_with(&expected), "{text}");
        assert_eq!(text.matches("not a database").count(), 1, "{text}");
    }
}

#[test]
fn data_lies_where_the_platform_says() {
    let folder = folder("platform", "");
    let data = folder.join("own");
    let output = Command::new(app())
        .current_dir(&folder)
        .env("XDG_DATA_HOME", &data)
        .args(["chat", "-p", "hello"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(data.join("hookwire/hookwire.db").exists());
}

#[test]
fn the_data_folder_is_made_for_the_plugins_wherever_the_store_is() {
    let folder = folder_with_script("elsewhere", "store.url = \"postgres://x@127.0.0.1:1/x\"", SCRIPT);
    for looks in [&["config", "check"][..], &["plugins", "list"], &["sessions", "list"]] {
        run(&folder, looks);
        assert!(!folder.join("data").exists(), "{looks:?} needs no folder");
    }
    let told = stderr(&run(&folder, &["chat", "-p", "hello"]));
    assert!(told.contains("cannot be reached"), "{told}");
    let mode = fs::metadata(folder.join("data")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
}

#[test]
fn a_plugin_that_does_not_start_is_told_with_its_reason() {
    let folder = folder_with_script("within", "plugins.workspace.root = \"data\"", SCRIPT);
    let output = run(&folder, &["chat", "-p", "run it"]);
    let told = stderr(&output);
    for part in ["the host runs without `workspace`", "lies in the data folder", "set another `root`"] {
        assert!(told.contains(part), "no {part} in {told}");
    }
    // Its tools are not there.
    assert!(stdout(&output).contains("there is no tool"), "{}", stdout(&output));
}

pub(crate) struct Served {
    app: Child,
    address: String,
}

impl Served {
    pub(crate) fn start(folder: &Path) -> Self {
        Self::of(folder, &["serve"])
    }

    pub(crate) fn of(folder: &Path, args: &[&str]) -> Self {
        Self::begin(command(folder, args))
    }

    pub(crate) fn begin(mut command: Command) -> Self {
        let mut app = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(app.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address =
            line.trim().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line}")).to_owned();
        Self { app, address }
    }

    pub(crate) fn request(&self, head: &str, body: &str) -> String {
        let mut answer = String::new();
        self.send(head, body).read_to_string(&mut answer).unwrap();
        answer
    }

    /// Posts JSON, and leaves it to the caller how much of the answer is read.
    fn open(&self, path: &str, body: &str) -> TcpStream {
        self.send(&format!("POST {path} HTTP/1.1\r\ncontent-type: application/json\r\n"), body)
    }

    fn send(&self, head: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let (address, length) = (&self.address, body.len());
        let rest = format!("host: {address}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}");
        write!(stream, "{head}{rest}").unwrap();
        stream
    }

    pub(crate) fn tell(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.app), signal).unwrap();
    }

    pub(crate) fn end(&mut self) {
        self.tell(Signal::TERM);
        self.app.wait().unwrap();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.app.kill();
        let _ = self.app.wait();
    }
}

#[test]
fn a_token_of_the_same_name_does_not_read_what_was_noted_at_the_terminal_and_local_http_does() {
    let folder = folder_with_script("two-doors", "", SCRIPT);
    let saved = command(&folder, &["chat", "-p", "note this"]).env("USER", "ann").output().unwrap();
    assert!(saved.status.success(), "{}", stderr(&saved));
    let made = run(&folder, &["tokens", "add", "ann"]);
    let token = stdout(&made).trim().to_owned();
    let mut serve = command(&folder, &["serve"]);
    serve.env("USER", "ann");
    let mut served = Served::begin(serve);
    let notes = r#"{ "message": "/notes" }"#;
    let chat = "POST /v1/chat HTTP/1.1\r\ncontent-type: application/json\r\n";
    let by_token = served.request(&format!("{chat}authorization: Bearer {token}\r\n"), notes);
    assert!(by_token.contains("no such notes"), "{by_token}");
    let local = served.request(chat, notes);
    assert!(local.contains("tea is at four"), "{local}");
    served.end();
}
