use std::io;
use std::path::PathBuf;

/// An error that keeps notes from being read or saved.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be read or written.
    #[error("the notes in `{}` cannot be {action}", path.display())]
    File {
        /// The operation, as a participle.
        action: &'static str,
        /// The path of the file.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// A line of the file is not a note.
    #[error("line {line} of `{}` is not a note; correct it or move the file away", path.display())]
    Line {
        /// The number of the line, from 1.
        line: usize,
        /// The path of the file.
        path: PathBuf,
        /// The parser's error.
        source: serde_json::Error,
    },
}
