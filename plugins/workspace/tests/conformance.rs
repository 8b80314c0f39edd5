//! What every plugin should stand; in a folder of its own, and without commands.

use serde_json::json;
use std::path::PathBuf;
use std::{env, fs, process};

fn empty_folder() -> PathBuf {
    let folder = env::temp_dir().join(format!("workspace-conformance-{}", process::id()));
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

hookwire::conformance!(hookwire_workspace::Workspace, json!({ "root": empty_folder(), "commands": false }));
