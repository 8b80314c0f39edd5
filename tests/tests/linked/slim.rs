//! The app with a host that only says what is linked: a package for each set of features, in a workspace of their own.

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

/// Returns the features that are on unless somebody chooses.
pub(crate) fn shipped() -> Vec<String> {
    let app = manifest(&root().join("app"));
    let default = app["features"]["default"].as_array().expect("a list");
    default.iter().map(|name| name.as_str().expect("a name").to_owned()).collect()
}

/// A set of features, and the package that has it.
#[derive(Debug, Clone)]
pub(crate) struct FeatureSet {
    pub(crate) package: String,
    pub(crate) features: Vec<String>,
}

/// Returns the sets of features: none, all, each alone, and two halves.
fn sets() -> Vec<FeatureSet> {
    let all = features();
    let alone = all.iter().map(|feature| vec![feature.clone()]);
    let half = |first| all.iter().skip(first).step_by(2).cloned().collect();
    let sets = [vec![], all.clone()].into_iter().chain(alone).chain([half(0), half(1)]);
    let named = |(index, features)| FeatureSet { package: format!("set-{index}"), features };
    sets.enumerate().map(named).collect()
}

/// Returns the sets that are built in a profile: none, all, and each alone.
///
/// With optimisations, where each takes long, only one is built alone, and two halves are: each plugin is linked in
/// one of them and left out of the other.
pub(crate) fn sets_in(profile: &str) -> Vec<FeatureSet> {
    let mut sets = sets();
    let halves = sets.split_off(sets.len() - 2);
    if profile != "dev" {
        sets.truncate(3);
        sets.extend(halves);
    }
    sets
}

/// Writes the workspace, and returns where.
///
/// It has a package with all features, so the foreign crates are built once a profile, whatever features the others have.
pub(crate) fn write() -> PathBuf {
    let (root, place) = (root(), PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("slim"));
    let mut text = fs::read_to_string(root.join("tests/fixtures/slim/workspace.toml")).expect("a template");
    let sets = sets();
    let members: Vec<_> = sets.iter().map(|set| &*set.package).collect();
    for (name, ..) in dependencies(&root) {
        writeln!(text, "\n[profile.release.package.{name}]\nopt-level = 3").unwrap();
    }
    for member in &members {
        // What the linker may drop it drops at this level as well, in half the time.
        writeln!(text, "\n[profile.fat.package.{member}]\nopt-level = 1").unwrap();
    }
    writeln!(text, "\n[workspace]\nresolver = \"3\"\nmembers = {members:?}").unwrap();
    fs::create_dir_all(&place).expect("a folder");
    fs::write(place.join("Cargo.toml"), text).expect("the manifest can be written");
    for FeatureSet { package, features } in &sets {
        let folder = place.join(package);
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("Cargo.toml"), app(&root, package, features))
            .expect("the manifest can be written");
    }
    // The versions that are there already.
    fs::copy(root.join("Cargo.lock"), place.join("Cargo.lock")).expect("the lock file can be copied");
    place
}

/// Returns the manifest of the app with a set of features.
fn app(root: &Path, name: &str, default: &[String]) -> String {
    let app = fs::read_to_string(root.join("app/Cargo.toml")).expect("the app's manifest");
    let features = &app[app.find("[features]").unwrap()..app.find("[dependencies]").unwrap()];
    let features =
        features.lines().filter(|line| !line.starts_with("default")).collect::<Vec<_>>().join("\n");
    let main = root.join("app/src/main.rs");
    let main = main.display();
    let mut text = format!(
        "[package]\nname = {name:?}\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [[bin]]\nname = {name:?}\npath = '{main}'\n\n{features}\ndefault = {default:?}\n\n[dependencies]\n"
    );
    for (name, path, optional) in dependencies(root) {
        writeln!(text, "{name} = {{ path = '{}', optional = {optional} }}", path.display()).unwrap();
    }
    text
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
