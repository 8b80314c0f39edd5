use super::diff::describe_change;
use crate::config::Config;
use crate::error::FileError;
use crate::fs::{Root, WriteTarget, check_size};
use std::borrow::Cow;

/// The most line numbers that an error names.
const MAX_LINE_NUMBERS: usize = 5;

/// A call of `edit_file`.
#[derive(Debug)]
pub(crate) struct EditRequest {
    pub(crate) path: String,
    /// The passage to replace.
    pub(crate) old: String,
    /// The passage that takes its place.
    pub(crate) new: String,
}

impl EditRequest {
    /// Replaces the only occurrence of the passage and describes what has changed.
    pub(crate) fn run(&self, root: &Root, config: &Config) -> Result<String, FileError> {
        let path = &self.path;
        let max_bytes = config.max_write_bytes.get();
        let bytes = root.open_file(path)?.metadata().map_or(0, |metadata| metadata.len());
        let target = WriteTarget::open(root, path, &config.protect)?;
        let text = String::from_utf8(target.read(max_bytes)?);
        let text = text.map_err(|_| FileError::Binary { path: path.clone(), bytes })?;
        let changed = self.apply(&text)?;
        check_size(path, &changed, max_bytes)?;
        target.replace(changed.as_bytes())?;
        Ok(describe_change(path, &text, &changed))
    }

    fn apply(&self, text: &str) -> Result<String, FileError> {
        if self.old.is_empty() {
            return Err(FileError::NoEdit(
                "the old text is empty; copy a passage of the file, or use `write_file`",
            ));
        }
        let (old, new) = with_line_ends_of(text, &self.old, &self.new);
        if old == new {
            return Err(FileError::NoEdit("the old and the new text are the same; nothing was changed"));
        }
        let path = || self.path.clone();
        let occurrences = occurrences(text, &old);
        match occurrences[..] {
            [] => Err(FileError::NoMatch { path: path(), hint: hint(text, &old) }),
            [at] => Ok([&text[..at], &new, &text[at + old.len()..]].concat()),
            _ => {
                let lines = line_numbers(text, &occurrences);
                Err(FileError::Matches { path: path(), count: occurrences.len(), lines })
            }
        }
    }
}

/// Returns both passages with the line ends of the file: `read_file` does not show the CR of CR LF.
fn with_line_ends_of<'a>(text: &str, old: &'a str, new: &'a str) -> (Cow<'a, str>, Cow<'a, str>) {
    if !text.contains("\r\n") || old.contains('\r') || text.contains(old) {
        return (old.into(), new.into());
    }
    let with_crlf = |text: &str| text.replace("\r\n", "\n").replace('\n', "\r\n");
    (with_crlf(old).into(), with_crlf(new).into())
}

/// Returns where each occurrence of a passage begins, overlapping ones included.
fn occurrences(text: &str, old: &str) -> Vec<usize> {
    let (mut occurrences, mut from) = (Vec::new(), 0);
    while let Some(at) = text[from..].find(old) {
        occurrences.push(from + at);
        from += at + text[from + at..].chars().next().map_or(1, char::len_utf8);
    }
    occurrences
}

/// Returns the numbers of the lines in which the first few occurrences begin.
fn line_numbers(text: &str, occurrences: &[usize]) -> String {
    let number = |at: &usize| (text[..*at].matches('\n').count() + 1).to_string();
    let numbers: Vec<_> = occurrences.iter().take(MAX_LINE_NUMBERS).map(number).collect();
    let more = if occurrences.len() > numbers.len() { " and others" } else { "" };
    format!("{}{more}", numbers.join(", "))
}

/// Names the line that is like the first line of the passage but for its indentation, if there is one.
fn hint(text: &str, old: &str) -> String {
    let first = old.lines().map(str::trim).find(|line| !line.is_empty());
    let found = first.and_then(|first| text.lines().position(|line| line.trim() == first));
    found.map_or_else(String::new, |line| format!(", but line {} is like its first line", line + 1))
}
