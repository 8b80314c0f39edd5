use crate::error::StoreError;
use crate::kept::Kept;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// What a file of notes holds.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) notes: Vec<Kept>,
    /// Where a write was cut short, told for the log.
    pub(crate) torn: Option<String>,
}

/// Reads all notes, but for a last line that was never finished.
pub(crate) fn read(path: &Path) -> Result<Contents, StoreError> {
    // Bytes, as a write may have been cut short within a character.
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Contents::default()),
        Err(source) => {
            return Err(StoreError::File { doing: "read", path: path.to_owned(), source });
        }
    };
    let (whole, tail) = bytes.split_at(after_last_break(&bytes));
    let mut notes = parse(path, whole)?;
    let last = serde_json::from_slice(tail);
    let torn = last.is_err() && !is_blank(tail);
    notes.extend(last);
    Ok(Contents { notes, torn: torn.then(|| tell_torn(path)) })
}

/// Adds a line for a note, or leaves the file as it was.
pub(crate) fn append(path: &Path, note: &Kept) -> io::Result<()> {
    let mut line = serde_json::to_vec(note)?;
    line.push(b'\n');
    let mut file = options().read(true).open(path)?;
    if !ends_with_break(&mut file)? {
        finish_last_line(path, &mut file)?;
    }
    write_or_undo(&mut file, &line)
}

/// Returns how a file is opened to add to it; a new one is for nobody else to read.
fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.create(true).append(true);
    options
}

fn parse(path: &Path, lines: &[u8]) -> Result<Vec<Kept>, StoreError> {
    let parse = |(index, line): (usize, &[u8])| {
        serde_json::from_slice(line).map_err(|source| StoreError::Line {
            line: index + 1,
            path: path.to_owned(),
            source,
        })
    };
    let lines = lines.split(|byte| *byte == b'\n').enumerate();
    lines.filter(|(_, line)| !is_blank(line)).map(parse).collect()
}

/// Ends a whole note's line; moves a torn one away, as it would spoil the file as a line.
fn finish_last_line(path: &Path, file: &mut File) -> io::Result<()> {
    let bytes = fs::read(path)?;
    let start = after_last_break(&bytes);
    let tail = &bytes[start..];
    if is_blank(tail) || serde_json::from_slice::<Kept>(tail).is_ok() {
        return write_or_undo(file, b"\n");
    }
    let mut aside = options().open(torn_path(path))?;
    write_or_undo(&mut aside, &[tail, b"\n"].concat())?;
    file.set_len(start as u64)
}

fn write_or_undo(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    let length = file.metadata()?.len();
    let written = file.write_all(bytes).and_then(|()| file.sync_data());
    if written.is_err() {
        // If this fails as well, the next append moves the half line away.
        let _ = file.set_len(length);
    }
    written
}

fn ends_with_break(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

fn after_last_break(bytes: &[u8]) -> usize {
    bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1)
}

fn is_blank(line: &[u8]) -> bool {
    line.trim_ascii().is_empty()
}

fn torn_path(path: &Path) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(".torn");
    name.into()
}

fn tell_torn(path: &Path) -> String {
    format!(
        "the last line of `{}` was cut short and is left out; the next note moves it to `{}`, mend it there",
        path.display(),
        torn_path(path).display()
    )
}
