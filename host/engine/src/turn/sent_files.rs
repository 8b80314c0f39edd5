use crate::attachments::{Attachments, sent_file_key};
use crate::private_files;
use crate::state::EngineState;
use hookwire::Result;
use hookwire::cx::{OutboxError, OutboxFile};
use hookwire::points::MessageFile;
use sha2::{Digest, Sha256};
use std::io;
use std::path::PathBuf;
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

/// The error of a file that a plugin sends and that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("the file {name:?} cannot be kept, so the message is not sent: {source}")]
struct NotWritten {
    name: String,
    source: io::Error,
}

/// The files that a plugin sends with a message; dropped, they are removed, unless they are [kept](Self::keep).
pub(super) struct SentFiles {
    files: Vec<(MessageFile, Vec<u8>)>,
    /// The folders that were made for them.
    folders: Vec<PathBuf>,
}

impl SentFiles {
    pub(super) fn new(files: Vec<OutboxFile>) -> Self {
        let described = files.into_iter().map(|OutboxFile { name, mime, bytes, .. }| {
            let mut file = MessageFile::new(Uuid::now_v7().to_string(), name, mime);
            file.bytes = bytes.len() as u64;
            file.sha256 = hex::encode(Sha256::digest(&bytes));
            (file, bytes)
        });
        Self { files: described.collect(), folders: Vec::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Returns what the transcript has of the files.
    pub(super) fn described(&self) -> Vec<MessageFile> {
        self.files.iter().map(|(file, _)| file.clone()).collect()
    }

    /// Writes the files to the folder of a session.
    pub(super) async fn write(&mut self, state: &EngineState, session: &str) -> Result<()> {
        let Some(root) = Attachments::of(state.options().data.as_deref()) else {
            return if self.is_empty() { Ok(()) } else { Err(OutboxError::NoFolder.into()) };
        };
        for (file, bytes) in &self.files {
            let path = root.sent_file(session, file);
            let folder = path.parent().map(ToOwned::to_owned).unwrap_or_default();
            let failed = |source| NotWritten { name: file.name.clone(), source };
            private_files::make_folder(&folder).map_err(failed)?;
            self.folders.push(folder);
            let written = async {
                let mut file = private_files::create_new(&path).await?;
                file.write_all(bytes).await?;
                file.flush().await
            };
            written.await.map_err(failed)?;
            let text = serde_json::to_string(file)?;
            state.store().put_blob(session, &sent_file_key(&file.id), &text).await?;
        }
        Ok(())
    }

    /// Lets the files stay.
    pub(super) fn keep(mut self) {
        self.folders.clear();
    }
}

impl Drop for SentFiles {
    fn drop(&mut self) {
        for folder in &self.folders {
            if let Err(error) = std::fs::remove_dir_all(folder) {
                tracing::warn!("{} cannot be removed: {error}", folder.display());
            }
            // Removes the session's folder if these were its only files.
            let _ = folder.parent().map(std::fs::remove_dir);
        }
    }
}
