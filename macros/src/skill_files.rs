//! The skills of a folder: each of its own folders has a `SKILL.md`.

use crate::front_matter::FrontMatter;
use crate::names;
use std::fs;
use std::path::{Path, PathBuf};

const FILE: &str = "SKILL.md";

/// A skill that was read from a file.
#[derive(Debug)]
pub(crate) struct SkillFile {
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) text: String,
    /// Where the file is, seen from the folder of the crate.
    pub(crate) path: String,
}

/// Reads all skills of a folder of a crate, by name; the error says what is wrong with one, and what to do.
pub(crate) fn read(home: &Path, folder: &str) -> Result<Vec<SkillFile>, String> {
    let names = folders(&home.join(folder)).ok_or_else(|| {
        format!("there is no folder `{folder}` beside the crate's `Cargo.toml`; make it, with a folder for each skill")
    })?;
    if names.is_empty() {
        return Err(format!("the folder `{folder}` has no skill; write `{folder}/NAME/{FILE}`"));
    }
    names.iter().map(|name| skill(home, format!("{folder}/{name}/{FILE}"), name)).collect()
}

/// Returns the names of the folders in a folder, sorted.
fn folders(folder: &PathBuf) -> Option<Vec<String>> {
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok);
    let entries = entries.filter(|entry| entry.path().is_dir());
    let mut names: Vec<_> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    Some(names)
}

/// Reads one file; a skill that has no name in its head is called as its folder is.
fn skill(home: &Path, path: String, folder: &str) -> Result<SkillFile, String> {
    let source =
        fs::read_to_string(home.join(&path)).map_err(|error| format!("`{path}` cannot be read: {error}"))?;
    let file = FrontMatter::read(&source);
    let name = file.field("name").unwrap_or_else(|| folder.to_owned());
    if !names::is_id(&name) {
        return Err(format!(
            "`{name}` of `{path}` is no skill name; write 1 to 64 lower-case letters, digits, `-` and `_`: \"release-notes\""
        ));
    }
    let description = file.field("description").ok_or_else(|| {
        format!("`{path}` does not say when the model should load it; begin it with `---`, `description: ..` and `---`")
    })?;
    let text = file.body.trim().to_owned();
    if text.is_empty() {
        return Err(format!("`{path}` has no text below its head; a skill needs one"));
    }
    Ok(SkillFile { name, description, text, path })
}
