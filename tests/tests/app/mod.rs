//! The app as its users have it: a program that is run in a folder.

#![allow(dead_code, reason = "no test uses all of it")]

pub(crate) mod terminal;

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

/// Builds the app once and returns where it lies.
pub(crate) fn app() -> &'static PathBuf {
    static APP: OnceLock<PathBuf> = OnceLock::new();
    APP.get_or_init(|| build(&[]))
}

pub(crate) fn build(args: &[&str]) -> PathBuf {
    build_by(&[&["build"], args].concat())
}

/// Builds the app by a verb of cargo and its arguments, and returns where it lies.
pub(crate) fn build_by(verb: &[&str]) -> PathBuf {
    let build = hookwire_tests::cargo::command()
        .arg(verb[0])
        .args(["--quiet", "-p", "hookwire-app", "--message-format=json"])
        .args(&verb[1..])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    let lines = String::from_utf8_lossy(&build.stdout).into_owned();
    let executable = lines.lines().rev().find_map(|line| {
        let message: Value = serde_json::from_str(line).ok()?;
        message["executable"].as_str().map(PathBuf::from)
    });
    executable.expect("the app builds")
}

/// Returns where a folder is.
pub(crate) fn place(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name)
}

/// Makes a folder with a configuration, and nothing kept of earlier runs.
pub(crate) fn folder(name: &str, config: &str) -> PathBuf {
    let folder = place(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("hookwire.toml"), config).unwrap();
    folder
}

/// Makes a folder with a script that the model plays.
pub(crate) fn folder_with_script(name: &str, config: &str, script: &str) -> PathBuf {
    let folder = folder(name, &format!("script = \"script.toml\"\n{config}"));
    fs::write(folder.join("script.toml"), script).unwrap();
    folder
}

/// Prepares a run in a folder, with its data below.
pub(crate) fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(app());
    command.current_dir(folder).args(["--data", "data", "--set", "http.listen=127.0.0.1:0"]).args(args);
    command
}

pub(crate) fn run(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
