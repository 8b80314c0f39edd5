//! `plugins config`, `enable`, `disable`, `reload` and `history`, with a host that runs and with none.

use crate::app::{app, folder_with_script, stderr, stdout};
use crate::verbs::Served;
use rustix::process::Signal;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};
use std::thread::sleep;
use std::time::Duration;

/// Notes a key, which `redact` masks before it is kept.
const SCRIPT: &str = "\
[[scenes]]
on = \"note\"
steps = [
    { calls = [{ tool = \"note_add\", args = { text = \"it is sk-abcdefghijklmnopqrstuvwxyz123456\" } }] },
    { text = \"done\" },
]
";

/// Runs a verb without the `--set` that other tests have.
fn plugins(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(app());
    command.current_dir(folder).args(["--data", "data", "plugins"]).args(args).output().unwrap()
}

fn done(folder: &Path, args: &[&str]) -> String {
    let output = plugins(folder, args);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    stdout(&output)
}

fn refused(folder: &Path, args: &[&str]) -> String {
    let output = plugins(folder, args);
    assert_eq!(output.status.code(), Some(1), "{args:?}: {}", stdout(&output));
    stderr(&output)
}

/// Has the key noted, and returns what was kept of it.
fn noted(served: &Served) -> String {
    let send = |message: &str| {
        let body = format!("{{\"message\": \"{message}\"}}");
        served.request("POST /v1/chat HTTP/1.1\r\ncontent-type: application/json\r\n", &body)
    };
    send("note");
    let listed = send("/notes");
    let (_, last) = listed.rsplit_once("it is ").unwrap_or_else(|| panic!("no notes: {listed}"));
    last.split(['"', '\\']).next().unwrap().to_owned()
}

#[test]
fn the_host_that_runs_makes_the_change_and_keeps_it() {
    let folder = folder_with_script("settings-running", "", SCRIPT);
    let mut served = Served::start(&folder);
    assert_eq!(noted(&served), "[masked]");
    let told = done(&folder, &["config", "redact", "--set", "mask=<gone>"]);
    assert_eq!(told, "`redact` has its new settings (version 1)\n");
    assert_eq!(noted(&served), "<gone>");
    let shown = done(&folder, &["config", "redact"]);
    assert!(shown.contains("mask") && shown.contains("\"<gone>\"") && shown.contains("version 1"), "{shown}");
    let conflict = refused(&folder, &["config", "redact", "--set", "mask=x", "--version", "0"]);
    assert!(conflict.contains("at version 1 and not 0"), "{conflict}");
    assert_eq!(done(&folder, &["disable", "redact"]), "`redact` is off (version 2)\n");
    assert_eq!(noted(&served), "sk-abcdefghijklmnopqrstuvwxyz123456");
    assert_eq!(done(&folder, &["reload", "redact"]), "`redact` is off, and stays so\n");
    assert_eq!(done(&folder, &["enable", "redact"]), "`redact` is on (version 3)\n");
    assert_eq!(done(&folder, &["reload", "redact"]), "`redact` was made anew\n");
    let history = done(&folder, &["history", "redact"]);
    assert!(history.contains("mask = \"<gone>\"") && history.contains("command line"), "{history}");
    served.end();
    let mut served = Served::start(&folder);
    assert_eq!(noted(&served), "<gone>");
    assert_eq!(
        done(&folder, &["config", "redact", "--unset", "mask"]),
        "`redact` has its new settings (version 4)\n"
    );
    assert_eq!(noted(&served), "[masked]");
    served.end();
}

#[test]
fn where_no_host_runs_the_change_waits_for_the_next_one() {
    let folder = folder_with_script("settings-stopped", "", SCRIPT);
    let told = done(&folder, &["config", "redact", "--set", "mask=<gone>"]);
    assert_eq!(told, "stored as version 1: no host runs, so it counts from the next start\n");
    assert!(done(&folder, &["config", "redact", "--json"]).contains("<gone>"));
    let wrong = refused(&folder, &["config", "redact", "--set", "msk=x"]);
    assert!(wrong.contains("there is no setting `msk`; did you mean `mask`?"), "{wrong}");
    assert!(refused(&folder, &["reload", "redact"]).contains("no host runs with this data folder"));
    assert!(refused(&folder, &["enable", "redct"]).contains("did you mean `redact`?"));
    let mut served = Served::start(&folder);
    assert_eq!(noted(&served), "<gone>");
    served.end();
}

#[test]
fn in_front_of_the_verb_a_setting_is_the_hosts_and_behind_config_the_plugins() {
    let folder = folder_with_script("settings-both", "", SCRIPT);
    let run = |args: &[&str]| {
        let output = Command::new(app()).current_dir(&folder).args(["--data", "data"]).args(args).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{args:?}: {}", stderr(&output));
        stdout(&output)
    };
    let host = ["--set", "plugins.redact.mask=<host>"];
    let shown = run(&[&host[..], &["plugins", "config", "redact"]].concat());
    assert!(shown.contains("\"<host>\"") && shown.contains("version 0"), "{shown}");
    let told = run(&[&host[..], &["plugins", "config", "redact", "--set", "mask=<plugin>"]].concat());
    assert!(told.starts_with("stored as version 1"), "{told}");
    let shown = run(&["plugins", "config", "redact"]);
    assert!(shown.contains("\"<plugin>\""), "{shown}");
    // Elsewhere both are the host's.
    run(&["--set", "limits.turns=3", "config", "check", "--set", "limits.waiting=4"]);
    let wrong = ["--set", "limits.tuns=3", "config", "check", "--set", "limits.waiting=4"];
    let output = Command::new(app()).current_dir(&folder).args(wrong).output().unwrap();
    assert!(stderr(&output).contains("tuns"), "{}", stderr(&output));
}

#[test]
fn only_the_hosts_user_can_open_the_socket_and_a_dead_hosts_is_replaced() {
    let folder = folder_with_script("settings-socket", "", SCRIPT);
    let mut served = Served::start(&folder);
    let socket = folder.join("data/control.sock");
    assert_eq!(fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o600);
    served.tell(Signal::KILL);
    served.end();
    assert!(socket.exists());
    let mut served = Served::start(&folder);
    assert_eq!(done(&folder, &["reload", "redact"]), "`redact` was made anew\n");
    served.end();
    assert!(!socket.exists());
}

#[test]
fn a_file_that_changes_is_read_again() {
    let folder = folder_with_script("settings-file", "", SCRIPT);
    let config = folder.join("hookwire.toml");
    let written = fs::read_to_string(&config).unwrap();
    let mut served = Served::start(&folder);
    fs::write(&config, format!("{written}\n[plugins.redact]\nmask = \"<file>\"\n")).unwrap();
    until(|| noted(&served) == "<file>");
    fs::write(&config, format!("{written}\n[plugins.redact]\nmask = 3\n")).unwrap();
    served.tell(Signal::HUP);
    sleep(Duration::from_millis(300));
    assert_eq!(noted(&served), "<file>");
    fs::write(&config, &written).unwrap();
    served.tell(Signal::HUP);
    until(|| noted(&served) == "[masked]");
    served.end();
}

#[test]
fn a_file_that_is_gone_takes_no_settings_with_it() {
    let folder = folder_with_script("settings-file-gone", "[plugins.redact]\nmask = \"<file>\"\n", SCRIPT);
    let config = folder.join("hookwire.toml");
    let written = fs::read_to_string(&config).unwrap();
    let mut served = Served::start(&folder);
    fs::remove_file(&config).unwrap();
    served.tell(Signal::HUP);
    sleep(Duration::from_secs(3));
    assert_eq!(noted(&served), "<file>");
    fs::write(&config, written.replace("<file>", "<again>")).unwrap();
    until(|| noted(&served) == "<again>");
    served.end();
}

/// Waits until something holds, for a minute at most.
fn until(holds: impl Fn() -> bool) {
    let held = (0..1200).any(|_| {
        sleep(Duration::from_millis(50));
        holds()
    });
    assert!(held, "it did not come");
}

#[test]
fn observers_are_switched_in_the_host_that_runs_and_for_the_next_one() {
    let folder = folder_with_script("observers-switched", "", SCRIPT);
    assert_eq!(done(&folder, &["observers"]), "observers are on\n");
    let told = done(&folder, &["observers", "off"]);
    assert_eq!(told, "stored: no host runs, so observers are off from the next start\n");
    assert_eq!(done(&folder, &["observers"]), "observers are off\n");
    let mut served = Served::start(&folder);
    assert_eq!(done(&folder, &["observers"]), "observers are off\n");
    assert!(done(&folder, &["doctor"]).contains("no hook at an observe point runs"));
    assert_eq!(done(&folder, &["observers", "on"]), "observers are on\n");
    assert!(!done(&folder, &["list"]).contains("no hook at an observe point runs"));
    served.end();
    assert_eq!(done(&folder, &["observers"]), "observers are on\n");
}

#[test]
fn settings_for_an_agent_are_read_again_from_the_file() {
    let folder = folder_with_script("agent-settings-file", "[agents.default]\n", SCRIPT);
    let mut served = Served::start(&folder);
    assert_eq!(noted(&served), "[masked]");
    let config =
        "script = \"script.toml\"\n[agents.default]\n[agents.default.plugins.redact]\nmask = \"<agent>\"\n";
    fs::write(folder.join("hookwire.toml"), config).unwrap();
    let mut now = noted(&served);
    for _ in 0..100 {
        if now == "<agent>" {
            break;
        }
        sleep(Duration::from_millis(100));
        now = noted(&served);
    }
    assert_eq!(now, "<agent>");
    served.end();
}
