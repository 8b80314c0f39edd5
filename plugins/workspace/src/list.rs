use crate::error::FileError;
use crate::glob::Glob;
use crate::root::{Root, shown};
use crate::walk::{Entry, Walk};
use crate::work::Stop;
use std::fmt::Write;

/// What to list.
#[derive(Debug)]
pub(crate) struct List {
    pub(crate) path: String,
    pub(crate) glob: Option<String>,
    pub(crate) recursive: bool,
}

impl List {
    /// Returns a line for each entry: folders end in a slash, files have their size.
    pub(crate) fn run(
        &self,
        root: &Root,
        ignore: &[String],
        most: usize,
        stop: &Stop,
    ) -> Result<String, FileError> {
        let glob = self.glob.as_deref().map(Glob::new).transpose()?;
        let mut walk = Walk::new(root, &self.path, ignore, stop)?;
        let (mut text, mut count) = (String::new(), 0);
        while let Some(entry) = walk.next(self.recursive)? {
            if glob.as_ref().is_some_and(|glob| !glob.matches(&entry.path)) {
                continue;
            }
            if count == most {
                let _ = writeln!(
                    text,
                    "(there is more: {most} entries are the limit; name a `path` or a `glob`)"
                );
                break;
            }
            count += 1;
            text.push_str(&line(root, &entry));
        }
        if count == 0 {
            text.push_str("(nothing)\n");
        }
        text.extend(walk.told());
        Ok(text)
    }
}

fn line(root: &Root, entry: &Entry) -> String {
    let path = shown(&entry.path);
    if entry.kind.is_dir() {
        return format!("{path}/\n");
    }
    if entry.kind.is_symlink() {
        let target = root.dir.read_link_contents(&entry.path).unwrap_or_default();
        return format!("{path} -> {}\n", shown(&target));
    }
    let size = root.dir.symlink_metadata(&entry.path).map_or(0, |it| it.len());
    format!("{path}  {size} bytes\n")
}
