use std::io;
use std::path::PathBuf;

/// Why notes cannot be read or kept.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be read or written.
    #[error("the notes in `{}` cannot be {doing}", path.display())]
    File {
        /// What was tried.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A line of the file is no note.
    #[error("line {line} of `{}` is no note; mend it or move the file away", path.display())]
    Line {
        /// Which one, from 1.
        line: usize,
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}
