use crate::error::FileError;
use regex::bytes::Regex;
use std::path::Path;

/// A pattern of names: `*.rs` of names anywhere, `src/**/*.rs` of paths from the root.
#[derive(Debug)]
pub(crate) struct Glob {
    pattern: Regex,
    whole: bool,
}

impl Glob {
    pub(crate) fn new(glob: &str) -> Result<Self, FileError> {
        let text = glob.trim_start_matches("./");
        let bad = || FileError::Glob(glob.into());
        let pattern = format!("(?s)^{}$", translated(text).ok_or_else(bad)?);
        let pattern = Regex::new(&pattern).map_err(|_| bad())?;
        Ok(Self { pattern, whole: text.contains('/') })
    }

    pub(crate) fn matches(&self, path: &Path) -> bool {
        let name = if self.whole { path.as_os_str() } else { path.file_name().unwrap_or_default() };
        self.pattern.is_match(name.as_encoded_bytes())
    }
}

/// Says it as a regular expression; braces do not nest.
fn translated(glob: &str) -> Option<String> {
    let (mut out, mut rest, mut braces) = (String::new(), glob, false);
    while let Some(c) = rest.chars().next() {
        let folders = rest.starts_with("**/");
        let (length, piece) = match c {
            '*' if folders => (3, "(?:[^/]+/)*".into()),
            '*' if rest.starts_with("**") => (2, ".*".into()),
            '*' => (1, "[^/]*".into()),
            '?' => (1, "[^/]".into()),
            '{' if braces => return None,
            '{' => (1, "(?:".into()),
            '}' if !braces => return None,
            '}' => (1, ")".into()),
            ',' if braces => (1, "|".into()),
            other => (other.len_utf8(), regex::escape(other.encode_utf8(&mut [0; 4]))),
        };
        braces = if matches!(c, '{' | '}') { c == '{' } else { braces };
        out.push_str(&piece);
        rest = &rest[length..];
    }
    (!braces).then_some(out)
}
