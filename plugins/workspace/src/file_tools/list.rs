use crate::blocking::Cancellation;
use crate::config::Config;
use crate::error::FileError;
use crate::fs::{Entry, Glob, Root, Walk, on_one_line};
use std::fmt::Write;

/// A call of `list_files`.
#[derive(Debug)]
pub(crate) struct ListRequest {
    pub(crate) path: String,
    pub(crate) glob: Option<String>,
    pub(crate) recursive: bool,
}

impl ListRequest {
    /// Returns a line for each entry.
    pub(crate) fn run(
        &self,
        root: &Root,
        config: &Config,
        cancellation: &Cancellation,
    ) -> Result<String, FileError> {
        let max = config.max_results.get();
        let glob = self.glob.as_deref().map(Glob::new).transpose()?;
        let mut walk = Walk::new(root, &self.path, &config.ignore, cancellation)?;
        let (mut text, mut count) = (String::new(), 0);
        while let Some(entry) = walk.next(self.recursive)? {
            if glob.as_ref().is_some_and(|glob| !glob.matches(&entry.path)) {
                continue;
            }
            if count == max {
                let _ =
                    writeln!(text, "(there is more: {max} entries are the limit; name a `path` or a `glob`)");
                break;
            }
            count += 1;
            text.push_str(&line(root, &entry));
        }
        if count == 0 {
            text.push_str("(nothing)\n");
        }
        text.extend(walk.left_out_note());
        Ok(text)
    }
}

/// Returns the line of an entry: a folder ends in a slash, a link shows its target, a file shows its size.
fn line(root: &Root, entry: &Entry) -> String {
    let path = on_one_line(&entry.path);
    if entry.kind.is_dir() {
        return format!("{path}/\n");
    }
    if entry.kind.is_symlink() {
        let target = root.dir().read_link_contents(&entry.path).unwrap_or_default();
        return format!("{path} -> {}\n", on_one_line(&target));
    }
    let bytes = root.dir().symlink_metadata(&entry.path).map_or(0, |metadata| metadata.len());
    format!("{path}  {bytes} bytes\n")
}
