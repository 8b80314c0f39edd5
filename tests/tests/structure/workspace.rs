//! The crates of the workspace, as their manifests tell.

use crate::tree::CrateTree;
use std::fs;
use std::path::{Path, PathBuf};
use toml::Table;

/// The crates that are compared with `ARCHITECTURE.md`.
pub(crate) struct Workspace {
    pub architecture: String,
    pub packages: Vec<Package>,
}

/// One member of the workspace.
pub(crate) struct Package {
    pub name: String,
    /// Its manifest, seen from the workspace's root.
    pub manifest: PathBuf,
    pub dependencies: Vec<String>,
    /// Whether cargo runs tests that stand in its source.
    pub unit_tests: bool,
    root: PathBuf,
}

impl Workspace {
    /// Reads the workspace that this test belongs to.
    pub(crate) fn read() -> Self {
        // Read when it runs, so that a built test can look at another copy of the source.
        let tests =
            std::env::var("CARGO_MANIFEST_DIR").unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
        let root = Path::new(&tests).parent().expect("the tests lie in the workspace").to_owned();
        let manifest = table(&root.join("Cargo.toml"));
        let members = manifest["workspace"]["members"].as_array().expect("the workspace has members");
        let members = members.iter().filter_map(|member| member.as_str());
        let packages =
            members.flat_map(|member| folders(&root, member)).map(|folder| Package::read(&root, &folder));
        let packages = packages.filter(|package| !package.manifest.starts_with("tests")).collect();
        let architecture =
            fs::read_to_string(root.join("ARCHITECTURE.md")).expect("ARCHITECTURE.md can be read");
        Self { architecture, packages }
    }

    /// Returns the crates whose modules are checked: all that ship.
    pub(crate) fn checked(&self) -> impl Iterator<Item = &Package> {
        self.packages.iter().filter(|package| package.crate_root().is_some())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.packages.iter().any(|package| package.name == name)
    }

    pub(crate) fn package(&self, name: &str) -> &Package {
        self.packages.iter().find(|package| package.name == name).expect("the workspace has it")
    }
}

/// Returns the folders of a member; `plugins/*` are several.
fn folders(root: &Path, member: &str) -> Vec<PathBuf> {
    let Some(parent) = member.strip_suffix("/*") else { return vec![member.into()] };
    let entries = fs::read_dir(root.join(parent)).expect("the members' folder can be read");
    let mut folders: Vec<_> = entries
        .filter_map(|entry| Some(Path::new(parent).join(entry.ok()?.file_name())))
        .filter(|folder| root.join(folder).join("Cargo.toml").exists())
        .collect();
    folders.sort();
    folders
}

fn table(file: &Path) -> Table {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    text.parse().unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

impl Package {
    fn read(root: &Path, folder: &Path) -> Self {
        let manifest = folder.join("Cargo.toml");
        let table = table(&root.join(&manifest));
        let name = table["package"]["name"].as_str().expect("a package has a name").to_owned();
        let dependencies = table.get("dependencies").and_then(|table| table.as_table());
        let dependencies = dependencies.into_iter().flat_map(Table::keys).cloned().collect();
        let unit_tests =
            table.get("lib").and_then(|lib| lib.get("test")) != Some(&toml::Value::Boolean(false));
        Self { name, manifest, dependencies, unit_tests, root: root.to_owned() }
    }

    pub(crate) fn is_plugin(&self) -> bool {
        self.manifest.starts_with("plugins")
    }

    fn folder(&self) -> &Path {
        self.manifest.parent().unwrap_or(Path::new(""))
    }

    fn crate_root(&self) -> Option<PathBuf> {
        let files = ["src/lib.rs", "src/main.rs"].map(|file| self.folder().join(file));
        files.into_iter().find(|file| self.root.join(file).exists())
    }

    pub(crate) fn read_source(&self, file: &Path) -> String {
        fs::read_to_string(self.root.join(file)).expect("a source file can be read")
    }

    /// Reads the modules of the crate.
    pub(crate) fn tree(&self) -> CrateTree {
        let lib = self.name.replace('-', "_");
        let root = self.crate_root().expect("only a crate with a root file is checked");
        CrateTree::read(&lib, &root, &|file| fs::read_to_string(self.root.join(file)).ok())
    }

    /// Returns the source files of the crate, seen from the workspace's root.
    pub(crate) fn sources(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut open = vec![self.folder().join("src")];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(self.root.join(&folder)).expect("a source folder can be read") {
                let entry = entry.expect("a source folder can be read");
                let path = folder.join(entry.file_name());
                if entry.path().is_dir() {
                    open.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    found.push(path);
                }
            }
        }
        found.sort();
        found
    }
}
