//! The configuration: the order of variables is of no matter, a file is worth the same as `--set`, and every error tells
//! where it is.

use super::config_error;
use super::toml_text::inline;
use hookwire::{Plugin, Registry};
use hookwire_host::Options;
use hookwire_host::config::{Config, ConfigError, Sources};
use hookwire_model_genai::ModelGenai;
use hookwire_redact::Redact;
use hookwire_tool_guard::ToolGuard;
use hookwire_workspace::Workspace;
use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::{env, fs, process};

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| {
    let plugins = [ModelGenai::MANIFEST, Redact::MANIFEST, ToolGuard::MANIFEST, Workspace::MANIFEST];
    Registry::of(&plugins).expect("no conflict")
});

/// A file that is written anew for each input.
static FILE: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = env::temp_dir().join(format!("hookwire-fuzz-{}", process::id()));
    fs::create_dir_all(&folder).expect("a folder for temporary files");
    folder.join("hookwire.toml")
});

/// Takes a file; its lines that begin with `HOOKWIRE_` are variables, and those with `--set ` are arguments.
pub fn config(data: &[u8]) {
    let (mut file, mut sources) = (Vec::new(), Sources::default());
    for line in data.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(b"HOOKWIRE_") {
            sources.variables.push(variable(line.trim_ascii_end()));
        } else if let Some(Ok(argument)) = line.strip_prefix(b"--set ").map(str::from_utf8) {
            sources.arguments.push(argument.trim_end().to_owned());
        } else {
            file.extend_from_slice(line);
        }
    }
    fs::write(&*FILE, &file).expect("the file can be written");
    sources.file = Some(FILE.clone());
    let text = String::from_utf8(file).unwrap_or_default();
    let loaded = load(&sources);
    sources.variables.reverse();
    assert_eq!(shown(&loaded), shown(&load(&sources)), "the order of the variables matters");
    match loaded {
        Ok(config) if sources.variables.is_empty() && sources.arguments.is_empty() => {
            as_arguments(&config, &text);
        }
        Ok(_) => {}
        Err(error) => config_error::check(&error, &text),
    }
}

fn variable(line: &[u8]) -> (OsString, OsString) {
    let at = line.iter().position(|byte| *byte == b'=').unwrap_or(line.len());
    let of = |bytes| OsStr::from_bytes(bytes).to_owned();
    (of(&line[..at]), of(line.get(at + 1..).unwrap_or_default()))
}

fn load(sources: &Sources) -> Result<Config<Options>, ConfigError> {
    Config::load(sources, &REGISTRY)
}

fn shown(loaded: &Result<Config<Options>, ConfigError>) -> String {
    match loaded {
        Ok(config) => values(config),
        Err(error) => error.to_string(),
    }
}

fn values(config: &Config<Options>) -> String {
    format!("{:?} {:?}", config.options(), config.settings())
}

/// Gives the settings of a file as arguments.
fn as_arguments(config: &Config<Options>, text: &str) {
    let table: toml::Table = toml::from_str(text).expect("it was read before");
    // Sections are tables of tables, whose keys arguments can name one by one.
    let arguments = table.iter().map(|(key, value)| format!("{key}={}", inline(value)));
    let sources = Sources { file: Some(empty_file()), arguments: arguments.collect(), ..Sources::default() };
    match load(&sources) {
        Ok(again) => assert_eq!(values(config), values(&again), "{:?} is something else", sources.arguments),
        Err(error) => panic!("the file is right, and {:?} is not: {error}", sources.arguments),
    }
}

fn empty_file() -> PathBuf {
    Path::new("/dev/null").to_owned()
}
