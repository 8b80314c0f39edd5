//! What the compiler says about each mistake: one error, on the author's own token, with the cure.
//!
//! `TRYBUILD=overwrite cargo test -p hookwire-ui` writes the `.stderr` files anew; read them.

use std::fs;
use std::path::{Path, PathBuf};

const THEMES: [&str; 20] = [
    "hook",
    "event",
    "returns",
    "arguments",
    "plugin",
    "lifecycle",
    "tool",
    "tools",
    "command",
    "verb",
    "skill",
    "model",
    "schedule",
    "routes",
    "template",
    "card",
    "point",
    "plugin_list",
    "fire",
    "kit",
];

#[test]
fn each_mistake_has_its_message() {
    let cases = trybuild::TestCases::new();
    for theme in THEMES {
        cases.compile_fail(format!("tests/ui/{theme}/*.rs"));
    }
    cases.compile_fail("tests/ui/*.rs");
}

#[test]
fn one_mistake_is_one_error() {
    let messages: Vec<_> = THEMES.iter().flat_map(|theme| stderrs(&ui().join(theme))).collect();
    assert!(messages.len() >= 340, "only {} cases", messages.len());
    for path in messages {
        assert_eq!(errors(&path), 1, "{}", path.display());
    }
}

#[test]
fn seven_mistakes_are_seven_errors() {
    assert_eq!(errors(&ui().join("seven.stderr")), 7);
}

#[test]
fn mistakes_of_one_method_and_of_the_block_come_at_once() {
    assert_eq!(errors(&ui().join("many_on_one_method.stderr")), 10);
}

/// One for the type and one for the method: that its future cannot be sent is found in another way.
#[test]
fn a_plugin_that_cannot_be_shared_is_told_so_at_each_async_method() {
    assert_eq!(errors(&ui().join("not_shared_async.stderr")), 2);
}

/// One for `Send` and one for `Sync`: the compiler finds each by itself.
#[test]
fn a_shared_pointer_is_neither_sent_nor_shared() {
    assert_eq!(errors(&ui().join("shared_pointer.stderr")), 2);
}

#[test]
fn each_line_of_a_list_has_its_error() {
    assert_eq!(errors(&ui().join("two_conflicts_of_two_plugins.stderr")), 2);
}

#[test]
fn no_case_warns() {
    for path in THEMES.iter().flat_map(|theme| stderrs(&ui().join(theme))) {
        assert!(!read(&path).contains("warning"), "{}", path.display());
    }
}

#[test]
fn every_folder_is_a_theme() {
    let folders = fs::read_dir(ui()).expect("the folder of the cases");
    let folders = folders.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir());
    for folder in folders {
        let name = folder.file_name().and_then(|name| name.to_str()).expect("a name");
        assert!(THEMES.contains(&name), "`{name}` is not run");
    }
}

fn ui() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ui")
}

fn stderrs(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of cases");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.filter(|path| path.extension().is_some_and(|it| it == "stderr")).collect()
}

fn errors(path: &Path) -> usize {
    read(path).lines().filter(|line| line.starts_with("error:") || line.starts_with("error[")).count()
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
