use std::io::{self, BufRead, BufReader, Read};

/// The number of bytes that are searched for a NUL to tell text from binary data.
const SNIFFED_BYTES: usize = 8 * 1024;

/// A reader of lines that holds no more than a limited part of each line.
#[derive(Debug)]
pub(crate) struct LineReader<R> {
    reader: BufReader<R>,
    max_line_bytes: usize,
    line: Vec<u8>,
    truncated: bool,
}

impl<R: Read> LineReader<R> {
    pub(crate) fn new(reader: R, max_line_bytes: usize) -> Self {
        let reader = BufReader::with_capacity(8 * SNIFFED_BYTES, reader);
        Self { reader, max_line_bytes, line: Vec::new(), truncated: false }
    }

    /// Returns whether the bytes that come next are binary.
    pub(crate) fn is_binary(&mut self) -> io::Result<bool> {
        Ok(self.reader.fill_buf()?.iter().take(SNIFFED_BYTES).any(|byte| *byte == 0))
    }

    /// Returns the last line that was read, without its LF.
    pub(crate) fn line(&self) -> &[u8] {
        &self.line
    }

    /// Returns whether the last line was longer than the limit.
    pub(crate) fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// Reads the next line; returns whether there was one.
    pub(crate) fn advance(&mut self) -> io::Result<bool> {
        self.line.clear();
        self.truncated = false;
        let mut any = false;
        loop {
            let bytes = self.reader.fill_buf()?;
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let (piece, used) = match end {
                Some(end) => (&bytes[..end], end + 1),
                None => (bytes, bytes.len()),
            };
            any |= used > 0;
            let length = piece.len().min(self.max_line_bytes - self.line.len());
            self.truncated |= length < piece.len();
            self.line.extend_from_slice(&piece[..length]);
            self.reader.consume(used);
            if end.is_some() || used == 0 {
                return Ok(any);
            }
        }
    }
}
