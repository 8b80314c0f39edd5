use crate::error::StoreError;
use crate::record::NoteRecord;
use std::ffi::OsString;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The contents of a file of notes.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) records: Vec<NoteRecord>,
    /// A warning that the last line is incomplete and was left out.
    pub(crate) warning: Option<String>,
}

/// Reads all notes of a file, except an incomplete last line.
pub(crate) fn read(path: &Path) -> Result<Contents, StoreError> {
    // As bytes, because a write may have been cut short within a character.
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Contents::default()),
        Err(source) => {
            return Err(StoreError::File { action: "read", path: path.to_owned(), source });
        }
    };
    let (complete, tail) = bytes.split_at(start_of_last_line(&bytes));
    let mut records = parse(path, complete)?;
    let last = serde_json::from_slice(tail);
    let is_torn = last.is_err() && !is_blank(tail);
    records.extend(last);
    Ok(Contents { records, warning: is_torn.then(|| torn_warning(path)) })
}

/// Appends a note, or leaves the file as it was.
pub(crate) fn append(path: &Path, record: &NoteRecord) -> io::Result<()> {
    let mut line = serde_json::to_vec(record)?;
    line.push(b'\n');
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        make_folder(folder)?;
    }
    let mut file = append_options().read(true).open(path)?;
    if !ends_with_line_feed(&mut file)? {
        finish_last_line(path, &mut file)?;
    }
    write_or_undo(&mut file, &line)
}

/// Makes a folder that nobody else can read, unless it is there.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(folder)
}

/// Returns the options to append to a file; a new one can be read by nobody else.
fn append_options() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.create(true).append(true);
    options
}

fn parse(path: &Path, lines: &[u8]) -> Result<Vec<NoteRecord>, StoreError> {
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

/// Ends the last line if it is a note, and moves it to the file of torn lines if it is not.
fn finish_last_line(path: &Path, file: &mut File) -> io::Result<()> {
    let bytes = fs::read(path)?;
    let start = start_of_last_line(&bytes);
    let tail = &bytes[start..];
    if is_blank(tail) || serde_json::from_slice::<NoteRecord>(tail).is_ok() {
        return write_or_undo(file, b"\n");
    }
    let mut torn = append_options().open(torn_path(path))?;
    write_or_undo(&mut torn, &[tail, b"\n"].concat())?;
    file.set_len(start as u64)
}

fn write_or_undo(file: &mut File, bytes: &[u8]) -> io::Result<()> {
    let length = file.metadata()?.len();
    let written = file.write_all(bytes).and_then(|()| file.sync_data());
    if written.is_err() {
        // If this fails as well, the next append moves the incomplete line away.
        let _ = file.set_len(length);
    }
    written
}

fn ends_with_line_feed(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Returns where the text after the last line feed begins.
fn start_of_last_line(bytes: &[u8]) -> usize {
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

fn torn_warning(path: &Path) -> String {
    format!(
        "the last line of `{}` was cut short and is left out; the next note moves it to `{}`, where you can repair it",
        path.display(),
        torn_path(path).display()
    )
}
