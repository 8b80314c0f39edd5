//! The app with a host that only says what is linked: a package for each set of features, in a workspace of their own.

use std::fmt::Write;
use std::fs;
use std::ops::Range;
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

/// How an app is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    Dev,
    Release,
    /// The release with fat LTO, in its folder: what it compiles for itself, as macros and build scripts, is there already.
    Fat,
}

impl Profile {
    /// Returns the folder of the profile in the target folder.
    pub(crate) fn folder(self) -> &'static str {
        if self == Self::Dev { "debug" } else { "release" }
    }

    /// Returns the arguments of `cargo build` for some packages.
    pub(crate) fn arguments(self, sets: &[FeatureSet]) -> Vec<String> {
        let mut arguments: Vec<_> = sets.iter().map(|set| format!("--package={}", set.package)).collect();
        if self != Self::Dev {
            arguments.push("--release".into());
        }
        if self == Self::Fat {
            let config = |text: &str| format!("--config=profile.release.{text}");
            arguments.extend([config("lto=\"fat\""), config("codegen-units=1")]);
            // What the linker may drop it drops at this level as well, in half the time.
            let level = |set: &FeatureSet| config(&format!("package.{}.opt-level=1", set.package));
            arguments.extend(sets.iter().map(level));
        }
        arguments
    }

    /// Returns the sets of features that are built.
    ///
    /// The features decide which crates the linker is given, in every profile alike: the dev builds prove that. Optimised builds,
    /// which take long, prove that nothing of those crates is dropped: without LTO each plugin is linked in one half and left out
    /// of the other; with LTO one app has all plugins and one has half of them.
    pub(crate) fn sets(self) -> Vec<FeatureSet> {
        let mut sets = sets();
        match self {
            Self::Dev => _ = sets.drain(HALVES),
            Self::Release => sets = sets.drain(ALL..HALVES.end).collect(),
            Self::Fat => sets = sets.drain(ALL..HALVES.end - 1).collect(),
        }
        sets
    }
}

/// Where the set of all features and the two halves stand among the sets.
const ALL: usize = 1;
const HALVES: Range<usize> = 2..4;

/// Returns the sets of features: none, all, two halves, and those that tell the plugins apart.
fn sets() -> Vec<FeatureSet> {
    let all = features();
    let half = |first| all.iter().skip(first).step_by(2).cloned().collect();
    let sets = [vec![], all.clone(), half(0), half(1)].into_iter().chain(telling_apart(&all));
    let named = |(index, features)| FeatureSet { package: format!("set-{index}"), features };
    sets.enumerate().map(named).collect()
}

/// Returns as few sets as can be in which each feature is on without any other one: for each two, one set has the first and not
/// the second. A plugin that is linked only where another one brings it along is missing from one of them.
///
/// Each feature is in half of the sets, and no two in the same half.
fn telling_apart(features: &[String]) -> Vec<Vec<String>> {
    let halves = |sets: u32| (0..1_u32 << sets).filter(move |half| half.count_ones() == sets / 2);
    let count = (1..=u32::BITS).find(|sets| halves(*sets).count() >= features.len()).expect("enough of them");
    let set = |index: u32| {
        let on = features.iter().zip(halves(count)).filter(|(_, half)| half >> index & 1 == 1);
        on.map(|(feature, _)| feature.clone()).collect()
    };
    (0..count).map(set).collect()
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
