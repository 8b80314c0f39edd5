use super::error::CliError;
use hookwire_engine::private_files;
use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::sync::Mutex;
use tracing::Level;

const FILE_NAME: &str = "hookwire.log";

/// Writes log records of a level and above to standard error.
pub(super) fn to_stderr(level: Option<&str>) {
    let log = tracing_subscriber::fmt().with_max_level(parse_level(level)).with_writer(stderr);
    log.with_ansi(stderr().is_terminal()).init();
}

/// Writes log records of a level and above to a file in a folder, so that they do not stand in a conversation.
pub(super) fn to_file(level: Option<&str>, folder: &Path) -> Result<(), CliError> {
    let path = folder.join(FILE_NAME);
    let file = private_files::options().create(true).append(true).open(&path);
    let file = file.map_err(|source| CliError::Log { path, source })?;
    let log = tracing_subscriber::fmt().with_max_level(parse_level(level)).with_writer(Mutex::new(file));
    log.with_ansi(false).init();
    Ok(())
}

fn parse_level(level: Option<&str>) -> Level {
    level.and_then(|level| level.parse().ok()).unwrap_or(Level::WARN)
}
