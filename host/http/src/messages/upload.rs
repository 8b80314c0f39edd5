use crate::api_error::ApiError;
use crate::body::multipart_error;
use axum::extract::multipart::Field;
use axum::http::StatusCode;
use hookwire::points::Attachment;
use hookwire_engine::attachments::{Attachments, last, safe};
use hookwire_engine::private_files;
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

/// The most files of a message.
const MAX_FILES: usize = 64;

/// The files of a message on the disk; dropped, they are removed, unless they are [kept](Self::keep).
#[derive(Debug)]
pub(crate) struct Upload {
    /// The folder of all attachments, if there is a data folder.
    root: Option<Attachments>,
    /// The folder of these files, once there is one.
    folder: Option<PathBuf>,
    files: Vec<Attachment>,
    bytes: usize,
}

impl Upload {
    /// Makes an upload without files.
    pub(super) fn new(root: Option<Attachments>) -> Self {
        Self { root, folder: None, files: Vec::new(), bytes: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Writes a file as it arrives; `most` is the number of bytes that all files may have together.
    pub(super) async fn write(&mut self, mut part: Field<'_>, most: usize) -> Result<(), ApiError> {
        if self.files.len() >= MAX_FILES {
            let message = format!("a message may have {MAX_FILES} files at most");
            return Err(ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message));
        }
        let name = last(part.file_name().unwrap_or_default()).to_owned();
        let mime = part.content_type().unwrap_or("application/octet-stream").to_owned();
        let before = self.bytes;
        let number = self.files.len() + 1;
        let path = self.folder()?.join(format!("{number}-{}", safe(&name)));
        let mut digest = Sha256::new();
        let mut file = private_files::create_new(&path).await.map_err(|error| write_error(&error))?;
        while let Some(chunk) = part.chunk().await.map_err(|error| multipart_error(&error))? {
            self.bytes += chunk.len();
            if self.bytes > most {
                return Err(ApiError::too_large("what is attached", "http.attachment_bytes"));
            }
            digest.update(&chunk);
            file.write_all(&chunk).await.map_err(|error| write_error(&error))?;
        }
        file.flush().await.map_err(|error| write_error(&error))?;
        let mut attachment = Attachment::new(name, mime, path.to_string_lossy());
        attachment.bytes = (self.bytes - before) as u64;
        attachment.sha256 = hex::encode(digest.finalize());
        self.files.push(attachment);
        Ok(())
    }

    /// Returns the folder of these files, and makes it first if there is none.
    fn folder(&mut self) -> Result<&Path, ApiError> {
        if self.folder.is_none() {
            let root = self.root.as_ref().ok_or_else(|| {
                let message = "there is no data folder to keep files in (store.data)";
                ApiError::new(StatusCode::NOT_IMPLEMENTED, "no_folder", message)
            })?;
            let folder = root.arriving();
            private_files::make_folder(&folder).map_err(|error| write_error(&error))?;
            self.folder = Some(folder);
        }
        Ok(self.folder.as_deref().unwrap_or(Path::new("")))
    }

    /// Moves the files to the folder of their session, and returns them with their paths there.
    pub(super) fn move_to_session(&mut self, session: &str) -> Result<Vec<Attachment>, ApiError> {
        let (Some(root), Some(from)) = (&self.root, &self.folder) else { return Ok(Vec::new()) };
        let home = root.of_session(session);
        let to = home.join(Uuid::now_v7().to_string());
        // Without a point to wait at, so that a client that leaves now leaves no files behind.
        let moved = private_files::make_folder(&home).and_then(|()| std::fs::rename(from, &to));
        moved.map_err(|error| write_error(&error))?;
        for file in &mut self.files {
            let name = Path::new(&file.path).file_name().unwrap_or_default();
            file.path = to.join(name).to_string_lossy().into_owned();
        }
        self.folder = Some(to);
        Ok(self.files.clone())
    }

    /// Lets the files stay.
    pub(super) fn keep(mut self) {
        self.folder = None;
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        let Some(folder) = self.folder.take() else { return };
        if let Err(error) = std::fs::remove_dir_all(&folder) {
            tracing::warn!("{} cannot be removed: {error}", folder.display());
        }
        // Removes the session's folder if these were its only files.
        let home = folder.parent().filter(|home| Some(*home) != self.root.as_ref().map(Attachments::path));
        let _ = home.map(std::fs::remove_dir);
    }
}

fn write_error(error: &io::Error) -> ApiError {
    tracing::error!("a file that came with a message cannot be written: {error}");
    let status = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StatusCode::INSUFFICIENT_STORAGE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    ApiError::new(status, "store", "the file cannot be written; nothing was sent")
}
