use crate::error::StaticText;

/// How many bytes the text of a message may have.
pub(super) const MOST_BYTES: usize = 64 * 1024;
/// How many files a message may have.
pub(super) const MOST_FILES: usize = 64;
/// How many bytes the files of a message may have together.
pub(super) const MOST_FILE_BYTES: usize = 20 << 20;
/// How many messages a plugin may send within a minute.
pub(super) const MOST_A_MINUTE: usize = 60;

/// Why a message was not sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "remote", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum OutboxError {
    /// There is no such session, or it is another user's.
    #[error("there is no session `{id}`")]
    NoSession {
        /// The id asked for.
        id: String,
    },
    /// The session is closed.
    #[error("the session `{id}` is closed; nobody reads there any more")]
    Closed {
        /// The session's id.
        id: String,
    },
    /// There is neither a text nor a file.
    #[error("a message without text or file is not sent")]
    Empty,
    /// A file's name is none.
    #[error("the file name {name:?} cannot be sent: {why}")]
    FileName {
        /// The name.
        name: String,
        /// What is wrong with it.
        #[cfg_attr(feature = "remote", serde(deserialize_with = "crate::error_parts::interned"))]
        why: StaticText,
    },
    /// A file's media type is none.
    #[error("{mime:?} is no media type; write one as `text/csv`")]
    MediaType {
        /// What is given.
        mime: String,
    },
    /// There are too many files.
    #[error("the message has {files} files, the limit is {}; send several messages", MOST_FILES)]
    TooManyFiles {
        /// The number of files.
        files: usize,
    },
    /// The files are too large.
    #[error("the files of the message have {bytes} bytes, the limit is {}; send less", MOST_FILE_BYTES)]
    FilesTooLarge {
        /// The bytes of all files.
        bytes: usize,
    },
    /// The host has no place for files.
    #[error("files cannot be sent: this host has no data folder to keep them in (`store.data`)")]
    NoFolder,
    /// The text is too long.
    #[error("the message has {bytes} bytes, the limit is {}; send less", MOST_BYTES)]
    TooLong {
        /// The length of the text.
        bytes: usize,
    },
    /// The plugin has sent too many messages.
    #[error(
        "`{plugin}` has sent {} messages within a minute, which is the limit; wait and put more into one",
        MOST_A_MINUTE
    )]
    TooMany {
        /// The plugin's id.
        plugin: String,
    },
    /// A hook at `answer.review` sends it back.
    #[error("a review sends the message back: {feedback}")]
    SentBack {
        /// What should be better.
        feedback: String,
    },
}
