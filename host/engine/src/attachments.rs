//! The files of messages, in the data folder: those that came with one under `attachments/<session>/<message>/`, those that
//! plugins sent under `attachments/<session>/<file>/`.

use crate::store::{Store, StoreError};
use hookwire::points::MessageFile;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::fs;
use uuid::Uuid;

/// The longest name of a file or folder, in bytes.
const MAX_NAME: usize = 100;
/// The beginning of the names of folders whose message is still arriving.
const ARRIVING: &str = "incoming-";
/// The age from which a folder is left over: no message takes that long to arrive.
const LEFT_OVER: Duration = Duration::from_hours(1);

/// The folder with the files of all messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachments(PathBuf);

impl Attachments {
    /// Returns the attachments of a data folder, if there is one.
    pub fn of(data: Option<&Path>) -> Option<Self> {
        data.map(|data| Self(data.join("attachments")))
    }

    /// Returns the path of the folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Returns a new path for the files of a message that is arriving.
    pub fn arriving(&self) -> PathBuf {
        self.0.join(format!("{ARRIVING}{}", Uuid::now_v7()))
    }

    /// Returns the path of a session's files.
    pub fn of_session(&self, session: &str) -> PathBuf {
        self.0.join(safe(session))
    }

    /// Returns the path of a file that a plugin sent to a session.
    pub(crate) fn sent_file(&self, session: &str, file: &MessageFile) -> PathBuf {
        self.of_session(session).join(safe(&file.id)).join(safe(&file.name))
    }

    /// Removes the files of messages that were arriving when a host died.
    pub async fn sweep(&self) -> io::Result<()> {
        let mut entries = match fs::read_dir(&self.0).await {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            entries => entries?,
        };
        while let Some(entry) = entries.next_entry().await? {
            let arriving = entry.file_name().to_string_lossy().starts_with(ARRIVING);
            if arriving && entry.metadata().await?.modified()?.elapsed().is_ok_and(|age| age > LEFT_OVER) {
                fs::remove_dir_all(entry.path()).await?;
            }
        }
        Ok(())
    }
}

/// Returns the key under which a session has the description of a file that a plugin sent to it.
pub(crate) fn sent_file_key(id: &str) -> String {
    format!("sent-file-{id}")
}

/// Returns a file that a plugin sent to a session, with its path.
pub async fn sent_file(
    store: &dyn Store,
    data: Option<&Path>,
    session: &str,
    id: &str,
) -> Result<Option<(MessageFile, PathBuf)>, StoreError> {
    let (Some(files), Ok(_)) = (Attachments::of(data), Uuid::try_parse(id)) else { return Ok(None) };
    let text = store.blob(session, &sent_file_key(id)).await?;
    let file: Option<MessageFile> = text.and_then(|text| serde_json::from_str(&text).ok());
    Ok(file.map(|file| (file.clone(), files.sent_file(session, &file))))
}

/// Deletes a session with its files; returns whether there was one.
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

/// Returns the last part of a name that may be a path.
pub fn last(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// Returns a file name made of any text, without characters that shells and systems treat specially.
pub fn safe(name: &str) -> String {
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_');
    let mut name: String = last(name).chars().map(|letter| if fits(letter) { letter } else { '_' }).collect();
    // The end is kept, as it has the extension.
    let start = name.ceil_char_boundary(name.len().saturating_sub(MAX_NAME));
    name.drain(..start);
    let name = name.trim_start_matches('.');
    if name.is_empty() { "file".into() } else { name.to_owned() }
}
