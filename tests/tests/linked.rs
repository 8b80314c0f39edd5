//! Linked = enabled: for every feature alone, for none and for all, in dev, release and fat-LTO builds, the binary
//! has the plugins that its features name, and their hooks in one and the same order.
//!
//! Builds the app anew for each, so it is run by name: `cargo test --test linked -- --ignored`.

use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

const FEATURES: [&str; 6] = ["message-logger", "model-genai", "notes", "redact", "tool-guard", "workspace"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Builds the app and returns what it says of itself.
fn ask(profile: &str, features: &[&str], question: &[&str]) -> Value {
    let target = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("linked");
    let built = Command::new(env!("CARGO"))
        .current_dir(root())
        .args(["build", "--quiet", "-p", "hookwire-app", "--no-default-features", "--profile", profile])
        .args(["--features", &features.join(",")])
        .env("CARGO_TARGET_DIR", &target)
        .status()
        .expect("cargo runs");
    assert!(built.success(), "the app does not build with {features:?} in {profile}");
    let folder = if profile == "dev" { "debug" } else { profile };
    let answer = Command::new(target.join(folder).join("hookwire"))
        .current_dir(&target)
        .args(question)
        .output()
        .expect("the app runs");
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    serde_json::from_slice(&answer.stdout).expect("the app answers in JSON")
}

fn sets() -> Vec<Vec<&'static str>> {
    let alone = FEATURES.map(|feature| vec![feature]);
    [vec![], FEATURES.to_vec()].into_iter().chain(alone).collect()
}

fn check(profile: &str) {
    for features in sets() {
        let answer = ask(profile, &features, &["plugins", "list", "--json"]);
        let ids: Vec<_> =
            answer["plugins"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
        assert_eq!(ids, features, "in {profile}");
    }
}

#[test]
#[ignore = "builds the app seven times"]
fn in_dev_builds() {
    check("dev");
}

#[test]
#[ignore = "builds the app seven times"]
fn in_release_builds() {
    check("release");
}

#[test]
#[ignore = "builds the app seven times"]
fn in_fat_lto_builds() {
    check("fat");
}

#[test]
#[ignore = "builds the app twice"]
fn the_order_of_hooks_is_the_same_in_dev_and_fat_lto() {
    let hooks = |profile| ask(profile, &FEATURES, &["hooks", "--json"]);
    assert_eq!(hooks("dev"), hooks("fat"));
}
