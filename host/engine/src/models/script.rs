use hookwire::config::{Problems, Section};
use hookwire::model::Script;
use std::fs;
use std::path::{Path, PathBuf};

/// An error of reading the script of the scripted model.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScriptError {
    /// The file cannot be read.
    #[error("the script {} cannot be read", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
    /// The file is not TOML.
    #[error("the script {} is no TOML", .path.display())]
    Syntax {
        /// The file.
        path: PathBuf,
        /// The syntax error.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// The file does not have the shape of a script.
    #[error("the script {} does not fit: {problems}", .path.display())]
    Wrong {
        /// The file.
        path: PathBuf,
        /// The mistakes.
        problems: Problems,
    },
}

/// Reads a script from a TOML file.
pub fn load(path: &Path) -> Result<Script, ScriptError> {
    let source = fs::read_to_string(path)
        .map_err(|source| ScriptError::Unreadable { path: path.to_owned(), source })?;
    parse(path, &source)
}

/// Returns the script that is played when none is configured.
pub fn demo() -> Result<Script, ScriptError> {
    parse(Path::new("demo.toml"), include_str!("demo.toml"))
}

/// Reads a script from a text; errors name it by a path.
pub fn parse(path: &Path, source: &str) -> Result<Script, ScriptError> {
    let value: serde_json::Value = toml::from_str(source)
        .map_err(|source| ScriptError::Syntax { path: path.to_owned(), source: Box::new(source) })?;
    Section::from(value).parse().map_err(|problems| ScriptError::Wrong { path: path.to_owned(), problems })
}
