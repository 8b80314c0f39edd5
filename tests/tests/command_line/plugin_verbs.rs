//! Verbs of plugins on the command line.

use crate::app::{folder_with_script, run, stderr, stdout};
use hookwire::plugin::HOST_VERBS;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

const SCRIPT: &str = "[[scenes]]\non = \"\"\nsteps = [{ text = \"hm\" }]\n";

fn folder_with_notes(name: &str) -> PathBuf {
    let folder = folder_with_script(name, "[plugins.notes]\nfile = \"kept.jsonl\"", SCRIPT);
    let notes = "{\"user\":\"ann\",\"text\":\"of ann\"}\n{\"user\":\"bob\",\"text\":\"of bob\"}\n";
    fs::write(folder.join("kept.jsonl"), notes).unwrap();
    folder
}

#[test]
fn a_verb_of_a_plugin_is_run_and_says_its_text() {
    let folder = folder_with_notes("verb-run");
    let output = run(&folder, &["notes", "export"]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(
        stdout(&output),
        "{\"user\":\"ann\",\"text\":\"of ann\"}\n{\"user\":\"bob\",\"text\":\"of bob\"}\n"
    );
    let output = run(&folder, &["notes", "export", "--user", "bob"]);
    assert_eq!(stdout(&output), "{\"user\":\"bob\",\"text\":\"of bob\"}\n");
}

#[test]
fn a_verb_that_cannot_run_says_why() {
    let folder = folder_with_notes("verb-fails");
    let output = run(&folder, &["--set", "disabled=[\"notes\"]", "notes", "export"]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), "");
    assert!(
        stderr(&output).contains("error: `notes` is switched off, or did not start"),
        "{}",
        stderr(&output)
    );
    for (args, why) in [
        (&["notes", "export", "--usr", "bob"][..], "unexpected argument '--usr'"),
        (&["notes", "exprot"], "unrecognized subcommand 'exprot'"),
    ] {
        let output = run(&folder, args);
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains(why), "{}", stderr(&output));
    }
}

#[test]
fn the_verbs_of_plugins_are_in_the_help() {
    let folder = folder_with_notes("verb-help");
    let help = stdout(&run(&folder, &["notes", "--help"]));
    assert!(help.contains("export  Prints notes with their owners"), "{help}");
    let help = stdout(&run(&folder, &["notes", "export", "--help"]));
    assert!(help.contains("--user <USER>") && help.contains("Only notes of users of this name"), "{help}");
}

/// Returns the verbs that the help lists.
fn listed() -> BTreeSet<String> {
    let help = stdout(&run(&folder_with_notes("verb-names"), &["--help"]));
    let lines =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    lines.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect()
}

#[test]
fn the_names_of_the_hosts_own_verbs_are_reserved() {
    let folder = folder_with_notes("verb-ids");
    let plugins = run(&folder, &["plugins", "list", "--json"]);
    let plugins: Value = serde_json::from_slice(&plugins.stdout).unwrap();
    let ids: BTreeSet<_> = ids(&plugins).into_iter().collect();
    let own: BTreeSet<_> = listed().into_iter().filter(|verb| !ids.contains(verb)).collect();
    let reserved: BTreeSet<_> =
        HOST_VERBS.iter().filter(|verb| **verb != "help").map(ToString::to_string).collect();
    assert_eq!(own, reserved);
}

fn ids(plugins: &Value) -> Vec<String> {
    let list = plugins.as_array().or_else(|| plugins["plugins"].as_array()).expect("a list of plugins");
    list.iter().map(|plugin| plugin["id"].as_str().expect("an id").to_owned()).collect()
}
