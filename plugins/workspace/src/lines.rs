use std::io::{self, BufRead, BufReader, Read};

/// How much is looked at to tell text from other things.
const SNIFFED: usize = 8 * 1024;

/// Reads line by line, and never keeps more of a line than it may.
#[derive(Debug)]
pub(crate) struct Lines<R> {
    reader: BufReader<R>,
    most: usize,
    /// The last line, without its break.
    pub(crate) line: Vec<u8>,
    /// Whether that is not all of it.
    pub(crate) cut: bool,
}

impl<R: Read> Lines<R> {
    pub(crate) fn new(reader: R, most: usize) -> Self {
        let reader = BufReader::with_capacity(8 * SNIFFED, reader);
        Self { reader, most, line: Vec::new(), cut: false }
    }

    /// Returns whether what comes next is no text.
    pub(crate) fn is_binary(&mut self) -> io::Result<bool> {
        Ok(self.reader.fill_buf()?.iter().take(SNIFFED).any(|byte| *byte == 0))
    }

    /// Reads the next line; returns whether there was one.
    pub(crate) fn advance(&mut self) -> io::Result<bool> {
        self.line.clear();
        self.cut = false;
        let mut any = false;
        loop {
            let bytes = self.reader.fill_buf()?;
            let end = bytes.iter().position(|byte| *byte == b'\n');
            let (piece, used) = match end {
                Some(end) => (&bytes[..end], end + 1),
                None => (bytes, bytes.len()),
            };
            any |= used > 0;
            let kept = piece.len().min(self.most - self.line.len());
            self.cut |= kept < piece.len();
            self.line.extend_from_slice(&piece[..kept]);
            self.reader.consume(used);
            if end.is_some() || used == 0 {
                return Ok(any);
            }
        }
    }
}
