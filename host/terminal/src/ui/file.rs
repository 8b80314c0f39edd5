use super::text::safe;
use hookwire::points::MessageFile;

/// Returns a file of a message as text: its name, what it is and how large it is.
pub(crate) fn file_text(file: &MessageFile) -> String {
    format!("file {} ({}, {} bytes)", safe(&file.name), safe(&file.mime), file.bytes)
}
