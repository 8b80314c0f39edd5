//! Linked = enabled: for no feature, for all, and for each without any other one, in dev builds, for all and for halves in release
//! and fat-LTO builds, the binary has the plugins that its features name, and their hooks in one and the same order.
//!
//! The host is a slim one, as it links nothing but what the app's own list names; the app that ships is asked once.
//! Builds the app for each, so it is run by name: `cargo test --test linked -- --ignored`.
//!
//! And the other way round: `feature_sets` checks an app of a hundred plugins with sets of features that do not fit.
//!
//! And linked statically: `static_binary` builds the app that needs no file of the system to start.

#[path = "../app/mod.rs"]
mod app;
mod feature_sets;
mod slim;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod static_binary;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod tls_server;

use serde_json::Value;
use slim::{FeatureSet, Profile};
use std::path::Path;
use std::process::Command;

/// Builds the app with sets of features and a host that is slim; returns what each says of itself.
fn ask(profile: Profile, sets: &[FeatureSet]) -> Vec<Value> {
    // The folder of this workspace: what it has built of foreign crates need not be built again.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the target folder");
    let mut cargo = hookwire_tests::cargo::command();
    cargo.args(["build", "--quiet", "--offline"]).args(profile.arguments(sets));
    cargo.env("CARGO_TARGET_DIR", target).current_dir(slim::write());
    assert!(cargo.status().expect("cargo runs").success(), "no build: {profile:?}");
    let folder = target.join(profile.folder());
    sets.iter().map(|set| said(Command::new(folder.join(&set.package)).current_dir(target))).collect()
}

fn said(app: &mut Command) -> Value {
    let answer = app.output().expect("the app runs");
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    serde_json::from_slice(&answer.stdout).expect("the app answers in JSON")
}

fn plugins(answer: &Value) -> Vec<&str> {
    let plugins = answer["plugins"].as_array().unwrap().iter();
    plugins.map(|it| it["id"].as_str().or(it.as_str()).unwrap()).collect()
}

/// Checks a profile with its sets of features; returns the hooks of the app that has them all.
fn check(profile: Profile) -> Value {
    let sets = profile.sets();
    let answers = ask(profile, &sets);
    for (set, answer) in sets.iter().zip(&answers) {
        assert_eq!(plugins(answer), set.features, "{profile:?}");
    }
    let whole = answers.into_iter().max_by_key(|answer| plugins(answer).len());
    whole.expect("a set")["hooks"].clone()
}

#[test]
fn in_the_app_as_it_ships() {
    let mut app = Command::new(app::app());
    app.args(["plugins", "list", "--json"]).current_dir(slim::root());
    assert_eq!(plugins(&said(&mut app)), slim::shipped());
}

#[test]
fn each_plugin_is_linked_without_any_other_one() {
    let (sets, all) = (Profile::Dev.sets(), slim::features());
    for one in &all {
        for other in all.iter().filter(|other| *other != one) {
            let tells = |set: &FeatureSet| set.features.contains(one) && !set.features.contains(other);
            assert!(sets.iter().any(tells), "`{one}` is in no app without `{other}`");
        }
    }
}

#[test]
#[ignore = "builds the app with many sets of features"]
fn in_dev_builds() {
    check(Profile::Dev);
}

#[test]
#[ignore = "builds the app with many sets of features"]
fn in_release_and_in_fat_lto_builds_with_hooks_in_one_order() {
    let hooks = check(Profile::Release);
    assert!(hooks.as_array().is_some_and(|hooks| hooks.len() > 10), "{hooks}");
    assert_eq!(hooks, check(Profile::Fat));
}
