//! A plugin that has routes needs a feature of `hookwire`; who forgets it is told.

use std::fs;
use std::path::Path;

#[test]
fn routes_without_their_feature_are_an_error_that_names_it() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/without_routes");
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    // The versions that are there already; the network is not needed.
    fs::copy(workspace, package.join("Cargo.lock")).expect("the lock file can be copied");
    // Shared with the other case that compiles `hookwire` alone.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("leftout");
    let mut cargo = hookwire_tests::cargo::command();
    cargo.args(["check", "--offline", "--color", "never"]);
    let output = cargo.env("CARGO_TARGET_DIR", target).current_dir(package).output().expect("cargo runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{said}");
    assert!(said.contains("`#[routes]` needs the feature `routes` of `hookwire`"), "{said}");
    assert!(said.contains("add \"routes\" to the `features` of `hookwire` in `Cargo.toml`"), "{said}");
    assert_eq!(said.matches("error[").count(), 1, "{said}");
}
