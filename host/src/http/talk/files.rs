use super::super::body::too_large;
use super::super::problem::Problem;
use super::inbox::broken;
use crate::attachments::{Attachments, last, safe};
use crate::cli::Options;
use crate::private;
use axum::extract::multipart::Field;
use axum::http::StatusCode;
use hookwire::points::Attachment;
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};
use tokio::io::AsyncWriteExt;
use uuid::Uuid;

/// How many files a message may have.
const MOST: usize = 64;

/// The files of one message; gone with this, unless they are kept.
#[derive(Debug)]
pub(in crate::http) struct Folder {
    /// Where those of all messages lie, if there is a data folder.
    root: Option<Attachments>,
    /// Where these lie, as soon as there is one.
    place: Option<PathBuf>,
    files: Vec<Attachment>,
    bytes: usize,
}

impl Folder {
    pub(super) fn new(options: &Options) -> Self {
        Self {
            root: Attachments::of(options.store.data.as_deref()),
            place: None,
            files: Vec::new(),
            bytes: 0,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Writes a file as it comes.
    pub(super) async fn write(&mut self, mut part: Field<'_>, most: usize) -> Result<(), Problem> {
        if self.files.len() >= MOST {
            let message = format!("a message may have {MOST} files at most");
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", message));
        }
        let name = last(part.file_name().unwrap_or_default()).to_owned();
        let mime = part.content_type().unwrap_or("application/octet-stream").to_owned();
        let before = self.bytes;
        let number = self.files.len() + 1;
        let path = self.place()?.join(format!("{number}-{}", safe(&name)));
        let mut digest = Sha256::new();
        let mut file = private::create_new(&path).await.map_err(|error| unwritten(&error))?;
        while let Some(chunk) = part.chunk().await.map_err(|error| broken(&error))? {
            self.bytes += chunk.len();
            if self.bytes > most {
                return Err(too_large("what is attached", "http.attachment_bytes"));
            }
            digest.update(&chunk);
            file.write_all(&chunk).await.map_err(|error| unwritten(&error))?;
        }
        file.flush().await.map_err(|error| unwritten(&error))?;
        let mut attachment = Attachment::new(name, mime, path.to_string_lossy());
        attachment.bytes = (self.bytes - before) as u64;
        attachment.sha256 = hex::encode(digest.finalize());
        self.files.push(attachment);
        Ok(())
    }

    fn place(&mut self) -> Result<&Path, Problem> {
        if self.place.is_none() {
            let root = self.root.as_ref().ok_or_else(|| {
                let message = "there is no data folder to keep files in (store.data)";
                Problem::new(StatusCode::NOT_IMPLEMENTED, "no_folder", message)
            })?;
            let place = root.arriving();
            private::make_folder(&place).map_err(|error| unwritten(&error))?;
            self.place = Some(place);
        }
        Ok(self.place.as_deref().unwrap_or(Path::new("")))
    }

    /// Moves the files to those of their session, and says where they are.
    pub(super) fn settle(&mut self, session: &str) -> Result<Vec<Attachment>, Problem> {
        let (Some(root), Some(from)) = (&self.root, &self.place) else { return Ok(Vec::new()) };
        let home = root.of_session(session);
        let to = home.join(Uuid::now_v7().to_string());
        // At once, so that a client that leaves here leaves nothing behind.
        let moved = private::make_folder(&home).and_then(|()| std::fs::rename(from, &to));
        moved.map_err(|error| unwritten(&error))?;
        for file in &mut self.files {
            let name = Path::new(&file.path).file_name().unwrap_or_default();
            file.path = to.join(name).to_string_lossy().into_owned();
        }
        self.place = Some(to);
        Ok(self.files.clone())
    }

    /// Lets the files stay.
    pub(super) fn keep(mut self) {
        self.place = None;
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let Some(place) = self.place.take() else { return };
        let gone = std::fs::remove_dir_all(&place);
        if let Err(error) = gone {
            tracing::warn!("{} cannot be removed: {error}", place.display());
        }
        // Goes only if it is empty, so if these were the session's only files.
        let home = place.parent().filter(|home| Some(*home) != self.root.as_ref().map(Attachments::path));
        let _ = home.map(std::fs::remove_dir);
    }
}

fn unwritten(error: &io::Error) -> Problem {
    tracing::error!("a file that came with a message cannot be written: {error}");
    let status = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StatusCode::INSUFFICIENT_STORAGE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    Problem::new(status, "store", "the file cannot be written; nothing was sent")
}
