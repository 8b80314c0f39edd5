//! Files that came with messages: they lie in the data folder, under `attachments/<session>/<message>/`.

use crate::store::{Store, StoreError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::fs;
use uuid::Uuid;

/// The longest name a file or folder keeps, in bytes.
const NAME: usize = 100;
/// How the folders begin whose message is still coming in.
const ARRIVING: &str = "incoming-";
/// No message takes that long to come in.
const OLD: Duration = Duration::from_hours(1);

/// Where the files of all messages lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachments(PathBuf);

impl Attachments {
    /// Returns the attachments of a data folder, if there is one.
    pub fn of(data: Option<&Path>) -> Option<Self> {
        data.map(|data| Self(data.join("attachments")))
    }

    /// Returns the place itself.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Returns a fresh place for the files of a message that is coming in.
    pub fn arriving(&self) -> PathBuf {
        self.0.join(format!("{ARRIVING}{}", Uuid::now_v7()))
    }

    /// Returns where the files of a session lie.
    pub fn of_session(&self, session: &str) -> PathBuf {
        self.0.join(safe(session))
    }

    /// Removes what a host left behind that died while messages came in.
    pub async fn sweep(&self) -> io::Result<()> {
        let mut entries = match fs::read_dir(&self.0).await {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        while let Some(entry) = entries.next_entry().await? {
            let arriving = entry.file_name().to_string_lossy().starts_with(ARRIVING);
            if arriving && entry.metadata().await?.modified()?.elapsed().is_ok_and(|age| age > OLD) {
                fs::remove_dir_all(entry.path()).await?;
            }
        }
        Ok(())
    }
}

/// Deletes a session, its files included; returns whether there was one.
pub async fn delete(store: &dyn Store, data: Option<&Path>, session: &str) -> Result<bool, StoreError> {
    let deleted = store.delete_session(session).await?;
    let Some(home) = Attachments::of(data).map(|files| files.of_session(session)) else {
        return Ok(deleted);
    };
    match fs::remove_dir_all(&home).await {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            tracing::warn!("{} cannot be removed: {error}", home.display());
        }
        _ => {}
    }
    Ok(deleted)
}

/// Returns the last part of what may be a path.
pub fn last(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Makes a name of a file out of any text, without what shells and systems trip over.
pub fn safe(name: &str) -> String {
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let mut name: String = last(name).chars().map(|letter| if fits(letter) { letter } else { '_' }).collect();
    // The end tells what it is.
    let start = name.ceil_char_boundary(name.len().saturating_sub(NAME));
    name.drain(..start);
    let name = name.trim_start_matches('.');
    if name.is_empty() { "file".into() } else { name.to_owned() }
}
