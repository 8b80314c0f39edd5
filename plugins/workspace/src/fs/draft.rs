use cap_std::fs::{Dir, DirEntry, File, OpenOptions, OpenOptionsExt, Permissions};
use std::ffi::OsStr;
use std::io::{self, Write};
use std::time::Duration;
use uuid::Uuid;

const PREFIX: &str = ".hookwire-";
const SUFFIX: &str = ".tmp";
/// The age from which a draft belongs to no running write.
const ABANDONED_AFTER: Duration = Duration::from_hours(1);

/// A temporary file that takes another's place by a rename; it is removed if it was not renamed.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    folder: &'a Dir,
    name: String,
    file: File,
}

impl<'a> Draft<'a> {
    /// Creates a draft in a folder. A private one can be read by nobody else until it gets another mode.
    pub(super) fn create(folder: &'a Dir, private: bool) -> io::Result<Self> {
        remove_abandoned(folder);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        if private {
            options.mode(0o600);
        }
        let name = format!("{PREFIX}{}{SUFFIX}", Uuid::new_v4().simple());
        let file = folder.open_with(&name, &options)?;
        Ok(Self { folder, name, file })
    }

    /// Writes the contents to the disk, and sets the mode if one is given.
    pub(super) fn write(&self, contents: &[u8], mode: Option<Permissions>) -> io::Result<()> {
        (&self.file).write_all(contents)?;
        if let Some(mode) = mode {
            self.file.set_permissions(mode)?;
        }
        self.file.sync_all()
    }

    /// Gives the draft its final name in the same folder.
    pub(super) fn rename_to(&self, name: &OsStr) -> io::Result<()> {
        self.folder.rename(&self.name, self.folder, name)
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        // After a rename there is no such file.
        let _ = self.folder.remove_file(&self.name);
    }
}

/// Returns whether a file has the name of a draft.
pub(super) fn is_draft(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(SUFFIX))
}

/// Removes the drafts of hosts that died while they wrote.
fn remove_abandoned(folder: &Dir) {
    let abandoned = |entry: &DirEntry| is_draft(&entry.file_name()) && is_old(entry).unwrap_or_default();
    for entry in folder.entries().into_iter().flatten().flatten().filter(abandoned) {
        let _ = entry.remove_file();
    }
}

fn is_old(entry: &DirEntry) -> io::Result<bool> {
    let modified = entry.metadata()?.modified()?.into_std();
    Ok(modified.elapsed().is_ok_and(|age| age > ABANDONED_AFTER))
}
