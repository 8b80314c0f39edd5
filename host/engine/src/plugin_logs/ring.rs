use crate::private_files;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The most bytes of one of the two files.
const MOST_BYTES: u64 = 1 << 20;

/// The two files of a plugin's log: the one that is written, and the one before it.
#[derive(Debug, Clone)]
pub(super) struct Files {
    current: PathBuf,
    old: PathBuf,
}

/// A plugin's log that is written: when its file is full, it takes the place of the one before it.
#[derive(Debug)]
pub(super) struct Ring {
    files: Files,
    file: File,
    bytes: u64,
}

impl Files {
    pub(super) fn of(folder: &Path, plugin: &str) -> Self {
        // No id has a dot.
        let file = |end: &str| folder.join(format!("{plugin}{end}"));
        Self { current: file(".jsonl"), old: file(".old.jsonl") }
    }

    /// Returns the file that is written.
    pub(super) fn current(&self) -> &Path {
        &self.current
    }

    /// Returns the file that was written before it.
    pub(super) fn old(&self) -> &Path {
        &self.old
    }

    /// Returns all lines, the oldest first.
    pub(super) fn lines(&self) -> io::Result<Vec<String>> {
        // The current one first: it may become the old one meanwhile, and then lines are there twice rather than not at all.
        let current = read(&self.current)?;
        let old = read(&self.old)?;
        let old = if old == current { String::new() } else { old };
        Ok(old.lines().chain(current.lines()).map(str::to_owned).collect())
    }
}

fn read(path: &Path) -> io::Result<String> {
    match fs::read(path) {
        // A host that died may have left half a character.
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error),
    }
}

impl Ring {
    pub(super) fn open(files: Files) -> io::Result<Self> {
        let mut file = private_files::options().read(true).append(true).create(true).open(&files.current)?;
        let bytes = file.seek(SeekFrom::End(0))?;
        let mut ring = Self { files, file, bytes };
        if !ring.ends_with_line_feed()? {
            ring.append(b"\n")?;
        }
        Ok(ring)
    }

    /// Adds a line that ends in a line feed.
    pub(super) fn append(&mut self, line: &[u8]) -> io::Result<()> {
        if self.bytes > 0 && self.bytes + line.len() as u64 > MOST_BYTES {
            fs::rename(&self.files.current, &self.files.old)?;
            self.file = private_files::options().append(true).create(true).open(&self.files.current)?;
            self.bytes = 0;
        }
        self.file.write_all(line)?;
        self.bytes += line.len() as u64;
        Ok(())
    }

    /// Returns whether the file's last line is whole: a host that died may have left half of one.
    fn ends_with_line_feed(&mut self) -> io::Result<bool> {
        if self.bytes == 0 {
            return Ok(true);
        }
        let mut last = [0];
        self.file.seek(SeekFrom::End(-1))?;
        self.file.read_exact(&mut last)?;
        Ok(last == *b"\n")
    }
}
