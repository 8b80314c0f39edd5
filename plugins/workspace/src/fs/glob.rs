use crate::error::FileError;
use regex::bytes::Regex;
use std::path::Path;

/// A file pattern: one without a slash is matched with names, as `*.rs`; one with a slash is matched with paths from
/// the root, as `src/**/*.rs`.
///
/// The crate `globset` is not used, because its `?` stands for one byte: `?.txt` would not match `é.txt`.
#[derive(Debug)]
pub(crate) struct Glob {
    regex: Regex,
    of_path: bool,
}

impl Glob {
    /// Parses a pattern.
    pub(crate) fn new(glob: &str) -> Result<Self, FileError> {
        let pattern = glob.trim_start_matches("./");
        let invalid = || FileError::Glob(glob.into());
        let regex = format!("(?s)^{}$", to_regex(pattern).ok_or_else(invalid)?);
        let regex = Regex::new(&regex).map_err(|_| invalid())?;
        Ok(Self { regex, of_path: pattern.contains('/') })
    }

    /// Returns whether a path relative to the root matches.
    pub(crate) fn matches(&self, path: &Path) -> bool {
        let text = if self.of_path { path.as_os_str() } else { path.file_name().unwrap_or_default() };
        self.regex.is_match(text.as_encoded_bytes())
    }
}

/// Returns whether a pattern matches a path relative to the root.
///
/// Not public API. Used by the fuzz targets.
pub fn glob_matches(glob: &str, path: &Path) -> Result<bool, FileError> {
    Ok(Glob::new(glob)?.matches(path))
}

/// Translates a pattern into a regular expression; returns `None` if its braces are unbalanced or nested.
///
/// A star stands for any bytes, as the names of files need not be UTF-8; a question mark stands for a letter.
fn to_regex(glob: &str) -> Option<String> {
    let (mut regex, mut rest, mut in_braces) = (String::new(), glob, false);
    while let Some(c) = rest.chars().next() {
        let (length, piece) = match c {
            '*' if rest.starts_with("**/") => (3, "(?:(?-u:[^/])+/)*".into()),
            '*' if rest.starts_with("**") => (2, "(?-u:.)*".into()),
            '*' => (1, "(?-u:[^/])*".into()),
            '?' => (1, "[^/]".into()),
            '{' if in_braces => return None,
            '{' => (1, "(?:".into()),
            '}' if !in_braces => return None,
            '}' => (1, ")".into()),
            ',' if in_braces => (1, "|".into()),
            other => (other.len_utf8(), regex::escape(other.encode_utf8(&mut [0; 4]))),
        };
        in_braces = if matches!(c, '{' | '}') { c == '{' } else { in_braces };
        regex.push_str(&piece);
        rest = &rest[length..];
    }
    (!in_braces).then_some(regex)
}
