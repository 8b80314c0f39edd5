use crate::error::FileError;
use crate::lines::Lines;
use crate::root::{Root, failed};
use crate::work::Stop;
use std::fmt::Write;

/// What to read.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) path: String,
    /// The first line, from 1.
    pub(crate) offset: usize,
    /// How many lines.
    pub(crate) limit: usize,
}

/// What was read, and what there is to say about it.
#[derive(Debug, Default)]
struct Page {
    text: String,
    count: usize,
    lossy: bool,
    crlf: bool,
}

impl Read {
    /// Returns the lines with their numbers, as many as fit into `most` bytes.
    pub(crate) fn run(&self, root: &Root, most: usize, stop: &Stop) -> Result<String, FileError> {
        let failed = |source| failed(&self.path, "read", source);
        let file = root.file(&self.path)?;
        let bytes = file.metadata().map_err(failed)?.len();
        let mut lines = Lines::new(file, most);
        if lines.is_binary().map_err(failed)? {
            return Err(FileError::Binary { path: self.path.clone(), bytes });
        }
        let (mut page, mut number) = (Page::default(), 0);
        while lines.advance().map_err(failed)? {
            stop.check()?;
            number += 1;
            if number < self.offset {
                continue;
            }
            if page.is_full(self.limit, most, lines.line.len()) {
                return Ok(page.end(Some(number)));
            }
            page.add(number, &lines.line, lines.cut);
        }
        match number {
            0 => Ok("(the file is empty)".into()),
            lines if lines < self.offset => Err(FileError::PastEnd { path: self.path.clone(), lines }),
            _ => Ok(page.end(None)),
        }
    }
}

impl Page {
    fn is_full(&self, limit: usize, most: usize, next: usize) -> bool {
        self.count == limit || (self.count > 0 && self.text.len() + next > most)
    }

    fn add(&mut self, number: usize, line: &[u8], cut: bool) {
        let bare = line.strip_suffix(b"\r").unwrap_or(line);
        self.crlf |= bare.len() < line.len();
        let text = String::from_utf8_lossy(bare);
        self.lossy |= !cut && text.len() != bare.len();
        let note = if cut { " (the rest of this line is left out)" } else { "" };
        let _ = writeln!(self.text, "{number:>6}\t{text}{note}");
        self.count += 1;
    }

    fn end(mut self, next: Option<usize>) -> String {
        let mut notes = Vec::new();
        if self.crlf {
            notes.push("lines end in CR LF".to_owned());
        }
        if self.lossy {
            notes.push("some bytes are no UTF-8 and are shown as \u{fffd}".into());
        }
        notes.extend(next.map(|next| format!("there is more: go on with `offset` = {next}")));
        if !notes.is_empty() {
            let _ = writeln!(self.text, "({})", notes.join("; "));
        }
        self.text
    }
}
