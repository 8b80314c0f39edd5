use super::CliError;
use crate::private;
use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::sync::Mutex;
use tracing::Level;

const NAME: &str = "hookwire.log";

/// Writes logs of a level and above to the terminal's error side.
pub(super) fn to_stderr(level: Option<&str>) {
    let log = tracing_subscriber::fmt().with_max_level(parsed(level)).with_writer(stderr);
    log.with_ansi(stderr().is_terminal()).init();
}

/// Writes them to a file instead, where they would stand in the middle of a conversation.
pub(super) fn to_file(level: Option<&str>, folder: &Path) -> Result<(), CliError> {
    let path = folder.join(NAME);
    let file = private::options().create(true).append(true).open(&path);
    let file = file.map_err(|source| CliError::Log { path, source })?;
    let log = tracing_subscriber::fmt().with_max_level(parsed(level)).with_writer(Mutex::new(file));
    log.with_ansi(false).init();
    Ok(())
}

fn parsed(level: Option<&str>) -> Level {
    level.and_then(|level| level.parse().ok()).unwrap_or(Level::WARN)
}
