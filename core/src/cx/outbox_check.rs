use super::outbox_error::{MOST_BYTES, MOST_FILE_BYTES, MOST_FILES, OutboxError};
use super::services::{OutboxFile, OutboxMessage};

/// The most bytes of a file's name, as file systems have it.
const MOST_NAME: usize = 255;

/// Makes sure that there is something to send, that it is not too much, and that files have names.
pub(super) fn check(message: &OutboxMessage) -> Result<(), OutboxError> {
    let OutboxMessage { text, files } = message;
    if text.trim().is_empty() && files.is_empty() {
        return Err(OutboxError::Empty);
    }
    if text.len() > MOST_BYTES {
        return Err(OutboxError::TooLong { bytes: text.len() });
    }
    if files.len() > MOST_FILES {
        return Err(OutboxError::TooManyFiles { files: files.len() });
    }
    let bytes = files.iter().map(|file| file.bytes.len()).sum();
    if bytes > MOST_FILE_BYTES {
        return Err(OutboxError::FilesTooLarge { bytes });
    }
    files.iter().try_for_each(check_file)
}

fn check_file(file: &OutboxFile) -> Result<(), OutboxError> {
    let OutboxFile { name, mime, .. } = file;
    if let Some(why) = unfit(name) {
        return Err(OutboxError::FileName { name: name.clone(), why });
    }
    if !is_media_type(mime) {
        return Err(OutboxError::MediaType { mime: mime.clone() });
    }
    Ok(())
}

/// Returns what is wrong with the name of a file.
fn unfit(name: &str) -> Option<&'static str> {
    if name.trim().is_empty() {
        Some("it is empty")
    } else if name.len() > MOST_NAME {
        Some("it has more than 255 bytes")
    } else if name.contains(['/', '\\']) {
        Some("it has a path separator; leave the folder out")
    } else if name == "." || name == ".." {
        Some("it is that of a folder")
    } else if name.chars().any(char::is_control) {
        Some("it has a control character")
    } else {
        None
    }
}

/// Returns whether a text may stand in a header as a media type, perhaps with parameters.
fn is_media_type(text: &str) -> bool {
    let may_stand = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte);
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(may_stand);
    let (kind, parameters) = text.split_once(';').unwrap_or((text, ""));
    let halves = kind.split_once('/');
    halves.is_some_and(|(left, right)| is_word(left) && is_word(right))
        && parameters.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}
