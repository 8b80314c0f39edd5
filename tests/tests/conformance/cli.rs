//! The same turn, asked for on the command line of a real binary.

use crate::golden;
use crate::paths::{SCRIPT, line};
use hookwire::cx::RequestKind;
use hookwire_tests::test_host::Log;
use std::fs;
use std::process::Command;
use uuid::Uuid;

#[test]
fn one_shot_on_the_command_line_fires_what_the_agent_fires() {
    let home = std::env::temp_dir().join(format!("hookwire-probed-{}", Uuid::now_v7()));
    fs::create_dir_all(&home).unwrap();
    let (seen, script) = (home.join("seen"), home.join("script.toml"));
    fs::write(&script, SCRIPT).unwrap();
    let place = |path: &std::path::Path| toml_text(&path.display().to_string());
    let plugin = |id: &str| format!("[plugins.{id}]\nfile = {}\n", place(&seen));
    let config =
        format!("script = {}\n{}asks = \"it echoes\"\n{}", place(&script), plugin("probe"), plugin("tools"));
    fs::write(home.join("hookwire.toml"), config).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_probed"));
    let ran = command
        .args(["chat", "-p", "echo", "--data"])
        .arg(home.join("data"))
        .current_dir(&home)
        .output()
        .unwrap();
    let (said, told) = (String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
    assert!(ran.status.success() && said.contains("Two."), "{said}\n{told}");
    let seen = Log::read(&seen);
    let written: String = seen.iter().filter(|seen| seen.what.contains('.')).map(line).collect();
    assert_eq!(written, format!("host.start\n{}host.stop\n", golden::unattended().trim_start()));
    for seen in seen.iter().filter(|seen| !seen.what.starts_with("host.")) {
        assert_eq!(
            (seen.identity.kind, &*seen.identity.agent),
            (RequestKind::Cli, "default"),
            "{}",
            seen.what
        );
    }
    fs::remove_dir_all(&home).unwrap();
}

fn toml_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
