use super::line::{LogLine, LogQuery};
use super::ring::Files;
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// A reader of a plugin's log that goes on behind what it has read, while a host writes the log.
///
/// The log has two files: of a plugin that fills both between two looks, the lines before them are not seen.
#[derive(Debug)]
pub struct LogFollower {
    files: Files,
    query: LogQuery,
    /// The file that is read; it is held, so that no later one can pass for it.
    file: Option<File>,
    /// The beginning of a line whose end is not written yet.
    rest: Vec<u8>,
    begun: bool,
}

impl LogFollower {
    pub(super) fn new(files: Files, query: LogQuery) -> Self {
        Self { files, query, file: None, rest: Vec::new(), begun: false }
    }

    /// Returns the lines that were written since the last look; at first those that are there, as many as are wanted.
    pub fn next_lines(&mut self) -> io::Result<Vec<LogLine>> {
        let mut lines = Vec::new();
        if self.begun {
            self.look(&mut lines)?;
            return Ok(lines);
        }
        self.begin(&mut lines)?;
        self.begun = true;
        self.query.keep_latest(&mut lines);
        Ok(lines)
    }

    /// Reads both files.
    fn begin(&mut self, lines: &mut Vec<LogLine>) -> io::Result<()> {
        let (current, old) = loop {
            let (current, old) = (open(self.files.current())?, open(self.files.old())?);
            // One that was moved away in between is not to be read twice.
            if old.is_none() || id(old.as_ref())? != id(current.as_ref())? {
                break (current, old);
            }
        };
        if current.is_some() {
            self.whole(old, lines)?;
            self.file = current;
        } else {
            self.file = old;
        }
        self.drain(lines)
    }

    /// Reads on, and goes over to the next file where the one that was read is full.
    fn look(&mut self, lines: &mut Vec<LogLine>) -> io::Result<()> {
        self.drain(lines)?;
        let Some(current) = open(self.files.current())? else { return Ok(()) };
        let next = id(Some(&current))?;
        if id(self.file.as_ref())? == next {
            return Ok(());
        }
        // What was written before it was moved away.
        self.drain(lines)?;
        self.rest.clear();
        let old = open(self.files.old())?;
        let between = id(old.as_ref())?;
        if between != next && between != id(self.file.as_ref())? {
            self.whole(old, lines)?;
        }
        self.file = Some(current);
        self.drain(lines)
    }

    /// Reads a file to which nothing is added any more.
    fn whole(&mut self, file: Option<File>, lines: &mut Vec<LogLine>) -> io::Result<()> {
        self.file = file;
        self.drain(lines)?;
        self.rest.clear();
        Ok(())
    }

    /// Reads what the file has more than before.
    fn drain(&mut self, lines: &mut Vec<LogLine>) -> io::Result<()> {
        let Some(file) = &mut self.file else { return Ok(()) };
        file.read_to_end(&mut self.rest)?;
        let Some(end) = self.rest.iter().rposition(|byte| *byte == b'\n') else { return Ok(()) };
        let texts = String::from_utf8_lossy(&self.rest[..end]).into_owned();
        self.rest.drain(..=end);
        lines.extend(self.query.lines(texts.lines()));
        Ok(())
    }
}

fn open(path: &Path) -> io::Result<Option<File>> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns what tells an open file from every other one.
fn id(file: Option<&File>) -> io::Result<Option<(u64, u64)>> {
    let Some(file) = file else { return Ok(None) };
    let metadata = file.metadata()?;
    #[cfg(unix)]
    let id = {
        use std::os::unix::fs::MetadataExt;
        (metadata.dev(), metadata.ino())
    };
    #[cfg(not(unix))]
    let id = {
        let since = metadata.created()?.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        (since.as_secs(), since.subsec_nanos().into())
    };
    Ok(Some(id))
}
