//! One run of cargo, measured.

use crate::cpu;
use serde_json::Value;
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

/// What a run took and did.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) wall: f64,
    pub(crate) cpu: f64,
    /// The packages that were compiled or checked, without those that were fresh.
    pub(crate) rebuilt: Vec<String>,
}

/// Runs cargo in a workspace, with the target directory inside of it.
pub(crate) fn run(workspace: &Path, args: &[&str]) -> io::Result<Run> {
    let (before, start) = (cpu::children()?, Instant::now());
    let output = hookwire_tests::cargo::command()
        .args(args)
        .args(["--offline", "--message-format=json"])
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", workspace.join("target"))
        // What cargo set for this benchmark must not reach the one it measures.
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env_remove("RUSTFLAGS")
        .stderr(Stdio::piped())
        .output()?;
    let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu::children()? - before);
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        return Err(io::Error::other(format!("cargo {args:?} failed:\n{said}")));
    }
    let messages = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(Run { wall, cpu, rebuilt: rebuilt(&messages) })
}

fn rebuilt(messages: &str) -> Vec<String> {
    let messages = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let stale =
        messages.filter(|message| message["reason"] == "compiler-artifact" && message["fresh"] == false);
    let mut names: Vec<_> = stale.filter_map(|it| it["target"]["name"].as_str().map(str::to_owned)).collect();
    names.sort();
    names.dedup();
    names
}
