use super::diff::describe_change;
use crate::config::Config;
use crate::error::FileError;
use crate::fs::{Root, WriteTarget, check_size};

/// A call of `write_file`.
#[derive(Debug)]
pub(crate) struct WriteRequest {
    pub(crate) path: String,
    pub(crate) content: String,
}

impl WriteRequest {
    /// Writes the whole file and describes what has changed.
    pub(crate) fn run(&self, root: &Root, config: &Config) -> Result<String, FileError> {
        let Self { path, content } = self;
        let max_bytes = config.max_write_bytes.get();
        check_size(path, content, max_bytes)?;
        let target = WriteTarget::open(root, path, &config.protect)?;
        if !target.exists() {
            target.replace(content.as_bytes())?;
            let lines = match content.lines().count() {
                1 => "1 line".to_owned(),
                count => format!("{count} lines"),
            };
            return Ok(format!("created `{path}` ({lines}, {} bytes)", content.len()));
        }
        let old = target.read(max_bytes);
        target.replace(content.as_bytes())?;
        let old = old.ok().and_then(|old| String::from_utf8(old).ok());
        Ok(match old {
            Some(old) => describe_change(path, &old, content),
            None => {
                format!("replaced `{path}`, which was binary or very large, with {} bytes", content.len())
            }
        })
    }
}
