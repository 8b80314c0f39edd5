//! The app with a host that only says what is linked.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use toml::{Table, Value};

/// Where the repository is.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the repository")
}

/// Returns the features of the app, each of which is a plugin.
pub(crate) fn features() -> Vec<String> {
    let app = manifest(&root().join("app"));
    let features = app["features"].as_table().expect("features");
    features.keys().filter(|name| *name != "default").cloned().collect()
}

/// A package beside the app that depends on every plugin and is linked into nothing: with it the foreign crates have the
/// same features whatever plugins the app has, and are built once a profile.
const EVERY: &str = "\
[package]
name = \"every\"
version = \"0.0.0\"
edition = \"2024\"

[lib]
path = \"lib.rs\"

[dependencies]
";

/// Writes the app's package with the slim host in place of the real one, and returns where.
pub(crate) fn write() -> PathBuf {
    let (root, place) = (root(), PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("slim"));
    let mut text = fs::read_to_string(root.join("tests/fixtures/slim/app.toml")).expect("a template");
    let main = root.join("app/src/main.rs");
    let said = fs::read_to_string(root.join("app/Cargo.toml")).expect("the app's manifest");
    let features = &said[said.find("[features]").unwrap()..said.find("[dependencies]").unwrap()];
    let bin = format!("[[bin]]\nname = \"hookwire\"\npath = '{}'", main.display());
    write!(text, "\n{bin}\n\n{features}[dependencies]\n").unwrap();
    let mut every = EVERY.to_owned();
    for (name, path, optional) in dependencies(&root) {
        let path = path.display();
        writeln!(text, "{name} = {{ path = '{path}', optional = {optional} }}").unwrap();
        writeln!(every, "{name} = {{ path = '{path}' }}").unwrap();
    }
    fs::create_dir_all(place.join("every")).expect("a folder");
    fs::write(place.join("Cargo.toml"), text).expect("the manifest can be written");
    fs::write(place.join("every/Cargo.toml"), every).expect("the manifest can be written");
    fs::write(place.join("every/lib.rs"), "").expect("the source can be written");
    // The versions that are there already.
    fs::copy(root.join("Cargo.lock"), place.join("Cargo.lock")).expect("the lock file can be copied");
    place
}

/// Returns what the app depends on, where that is, and whether it is optional.
fn dependencies(root: &Path) -> Vec<(String, PathBuf, bool)> {
    let (app, whole) = (manifest(&root.join("app")), manifest(root));
    let shared = &whole["workspace"]["dependencies"];
    let place = |name: &str, given: &Value| match given.get("path").and_then(Value::as_str) {
        Some(path) => root.join("app").join(path),
        None => {
            root.join(shared[name]["path"].as_str().expect("the app depends on crates of this repository"))
        }
    };
    let one = |(name, given): (&String, &Value)| {
        let optional = given.get("optional").and_then(Value::as_bool).unwrap_or_default();
        let slim = name == "hookwire-host";
        (
            name.clone(),
            if slim { root.join("tests/fixtures/slim/host") } else { place(name, given) },
            optional,
        )
    };
    app["dependencies"].as_table().expect("dependencies").iter().map(one).collect()
}

fn manifest(folder: &Path) -> Table {
    let text = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
    text.parse().expect("a manifest is TOML")
}
