//! A plugin that a binary depends on and does not list would be silently absent: the compiler refuses it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

#[test]
fn a_plugin_left_out_of_the_list_is_an_error() {
    let output = check(&[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("error: extern crate `left` is unused in crate `leftout`"), "{said}");
    assert_eq!(said.matches("error: extern crate").count(), 1, "{said}");

    let output = check(&["--features", "complete"]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn check(arguments: &[&str]) -> Output {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/leftout");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    // The versions that are there already; the network is not needed.
    fs::copy(workspace, package.join("Cargo.lock")).expect("the lock file can be copied");
    let target: PathBuf = Path::new(env!("CARGO_TARGET_TMPDIR")).join("leftout");
    let mut cargo = hookwire_tests::cargo::command();
    cargo.args(["check", "--offline", "--color", "never"]).args(arguments);
    cargo.env("CARGO_TARGET_DIR", target).current_dir(package);
    cargo.output().expect("cargo runs")
}
