use cap_std::fs::{Dir, DirEntry, File, OpenOptions, OpenOptionsExt, Permissions};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::time::Duration;
use uuid::Uuid;

const START: &str = ".hookwire-";
const END: &str = ".tmp";
/// Nothing is written for that long.
const OLD: Duration = Duration::from_hours(1);

/// A file that is not finished; it goes away unless it was renamed.
#[derive(Debug)]
pub(crate) struct Draft<'a> {
    folder: &'a Dir,
    pub(crate) name: String,
    file: File,
}

impl<'a> Draft<'a> {
    pub(crate) fn new(folder: &'a Dir, private: bool) -> io::Result<Self> {
        sweep(folder);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        if private {
            // Until it has the old file's mode, nobody else shall read it.
            options.mode(0o600);
        }
        let name = format!("{START}{}{END}", Uuid::new_v4().simple());
        let file = folder.open_with(&name, &options)?;
        Ok(Self { folder, name, file })
    }

    pub(crate) fn fill(&self, contents: &[u8], mode: Option<Permissions>) -> io::Result<()> {
        (&self.file).write_all(contents)?;
        if let Some(mode) = mode {
            self.file.set_permissions(mode)?;
        }
        self.file.sync_all()
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        // After the rename there is none of that name.
        let _ = self.folder.remove_file(&self.name);
    }
}

/// Returns whether a file of that name is a draft, somebody's or nobody's any more.
pub(crate) fn is_draft(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(START) && name.ends_with(END))
}

/// Removes the drafts of those who died while they wrote.
fn sweep(folder: &Dir) {
    let left = |entry: &DirEntry| is_draft(&entry.file_name()) && is_old(entry).unwrap_or_default();
    for entry in folder.entries().into_iter().flatten().flatten().filter(left) {
        let _ = entry.remove_file();
    }
}

fn is_old(entry: &DirEntry) -> io::Result<bool> {
    let written = entry.metadata()?.modified()?.into_std();
    Ok(written.elapsed().is_ok_and(|age| age > OLD))
}
