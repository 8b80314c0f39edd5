//! The templates of a folder: each of its files is one.

use crate::names;
use std::fs;
use std::path::Path;

/// A template that was read from a file.
#[derive(Debug)]
pub(crate) struct TemplateFile {
    pub(crate) name: String,
    /// Where the file is, seen from the folder of the crate.
    pub(crate) path: String,
}

/// Finds all templates of a folder of a crate, by name; the error says what is wrong with one, and what to do. What begins
/// with a dot, as the files of editors do, is none.
pub(crate) fn find(home: &Path, folder: &str) -> Result<Vec<TemplateFile>, String> {
    let entries = fs::read_dir(home.join(folder)).map_err(|_| {
        format!("there is no folder `{folder}` beside the crate's `Cargo.toml`; make it, with a file for each template")
    })?;
    let entries = entries.filter_map(Result::ok);
    let mut names: Vec<_> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.starts_with('.'));
    if names.is_empty() {
        return Err(format!("the folder `{folder}` has no template; write `{folder}/page.html`"));
    }
    names.sort();
    names.into_iter().map(|name| template(home, folder, name)).collect()
}

fn template(home: &Path, folder: &str, name: String) -> Result<TemplateFile, String> {
    let path = format!("{folder}/{name}");
    if home.join(&path).is_dir() {
        return Err(format!("`{path}` is a folder; put its templates beside the others, in `{folder}`"));
    }
    if let Some(why) = names::not_a_template(&name) {
        return Err(why);
    }
    match fs::read_to_string(home.join(&path)) {
        Ok(_) => Ok(TemplateFile { name, path }),
        Err(error) => Err(format!("`{path}` cannot be read as text: {error}")),
    }
}
