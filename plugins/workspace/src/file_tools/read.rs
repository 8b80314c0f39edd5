use crate::blocking::Cancellation;
use crate::config::Config;
use crate::error::FileError;
use crate::fs::{LineReader, Root};
use std::fmt::Write;

/// A call of `read_file`.
#[derive(Debug)]
pub(crate) struct ReadRequest {
    pub(crate) path: String,
    /// The number of the first line, from 1.
    pub(crate) offset: usize,
    /// The most lines to read.
    pub(crate) limit: usize,
}

/// The numbered lines that were read, and what is noted below them.
#[derive(Debug, Default)]
struct Page {
    text: String,
    count: usize,
    has_invalid_utf8: bool,
    has_crlf: bool,
}

impl ReadRequest {
    /// Returns the lines with their numbers, as many as fit into the limit of bytes.
    pub(crate) fn run(
        &self,
        root: &Root,
        config: &Config,
        cancellation: &Cancellation,
    ) -> Result<String, FileError> {
        let max_bytes = config.max_read_bytes.get();
        let failed = |source| FileError::from_io(&self.path, "read", source);
        let file = root.open_file(&self.path)?;
        let bytes = file.metadata().map_err(failed)?.len();
        let mut lines = LineReader::new(file, max_bytes);
        if lines.is_binary().map_err(failed)? {
            return Err(FileError::Binary { path: self.path.clone(), bytes });
        }
        let (mut page, mut number) = (Page::default(), 0);
        while lines.advance().map_err(failed)? {
            cancellation.check()?;
            number += 1;
            if number < self.offset {
                continue;
            }
            if page.is_full(self.limit, max_bytes, lines.line().len()) {
                return Ok(page.finish(Some(number)));
            }
            page.add(number, lines.line(), lines.is_truncated());
        }
        match number {
            0 => Ok("(the file is empty)".into()),
            lines if lines < self.offset => Err(FileError::PastEnd { path: self.path.clone(), lines }),
            _ => Ok(page.finish(None)),
        }
    }
}

impl Page {
    fn is_full(&self, max_lines: usize, max_bytes: usize, next_bytes: usize) -> bool {
        self.count == max_lines || (self.count > 0 && self.text.len() + next_bytes > max_bytes)
    }

    fn add(&mut self, number: usize, line: &[u8], truncated: bool) {
        let bare = line.strip_suffix(b"\r").unwrap_or(line);
        self.has_crlf |= bare.len() < line.len();
        let text = String::from_utf8_lossy(bare);
        self.has_invalid_utf8 |= !truncated && text.len() != bare.len();
        let note = if truncated { " (the rest of this line is left out)" } else { "" };
        let _ = writeln!(self.text, "{number:>6}\t{text}{note}");
        self.count += 1;
    }

    /// Returns the page with its notes; `next` is the first line after it.
    fn finish(mut self, next: Option<usize>) -> String {
        let mut notes = Vec::new();
        if self.has_crlf {
            notes.push("lines end in CR LF".to_owned());
        }
        if self.has_invalid_utf8 {
            notes.push("some bytes are no UTF-8 and are shown as \u{fffd}".into());
        }
        notes.extend(next.map(|next| format!("there is more: go on with `offset` = {next}")));
        if !notes.is_empty() {
            let _ = writeln!(self.text, "({})", notes.join("; "));
        }
        self.text
    }
}
