use hookwire::points::Attachment;
use std::fs::{self, File};
use std::io::{self, Read};

/// What there is to show of a file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Content {
    Text(String),
    Image,
    /// Text or not, it is longer than what may be shown.
    TooLarge,
    NoText,
    Empty,
    /// It is no file, or cannot be read.
    Unreadable,
}

impl Content {
    /// Reads what may be shown of a file; also returns the error if it cannot be read.
    pub(crate) fn read(file: &Attachment, limit: u64) -> (Self, Option<io::Error>) {
        if file.mime.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("image/")) {
            return (Self::Image, None);
        }
        match read_bytes(&file.path, limit) {
            Ok(Some(bytes)) => (Self::of(bytes), None),
            Ok(None) => (Self::TooLarge, None),
            Err(error) => (Self::Unreadable, Some(error)),
        }
    }

    fn of(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) if text.is_empty() => Self::Empty,
            // No text has a zero character, but many other formats are UTF-8 but for it.
            Ok(text) if !text.contains('\0') => Self::Text(text),
            _ => Self::NoText,
        }
    }
}

/// Returns the bytes of a file, or nothing if there are more than the limit.
fn read_bytes(path: &str, limit: u64) -> io::Result<Option<Vec<u8>>> {
    // A pipe or a device would keep the reader for ever, and a link may lead anywhere.
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    let mut bytes = Vec::new();
    // The size of the event is what was said of the file; this is what there is.
    File::open(path)?.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}
