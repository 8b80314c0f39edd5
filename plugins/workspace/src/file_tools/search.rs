use crate::blocking::Cancellation;
use crate::config::Config;
use crate::error::FileError;
use crate::fs::{Glob, LineReader, Root, Walk, on_one_line, relative};
use regex::bytes::{Regex, RegexBuilder};
use std::fmt::Write;
use std::io;
use std::path::Path;

/// The most characters of a matching line that are shown.
const MAX_SHOWN_CHARS: usize = 300;
/// The most bytes of a line that are searched.
const MAX_LINE_BYTES: usize = 64 * 1024;

/// A call of `search_files`.
#[derive(Debug)]
pub(crate) struct SearchRequest {
    pub(crate) pattern: String,
    pub(crate) path: String,
    pub(crate) glob: Option<String>,
    pub(crate) ignore_case: bool,
}

/// The matches of a search that is under way.
#[derive(Debug)]
struct Search {
    pattern: Regex,
    max_matches: usize,
    text: String,
    matches: usize,
    is_full: bool,
    unsearched_files: usize,
}

impl SearchRequest {
    /// Returns `path:line: text` for each line that matches.
    pub(crate) fn run(
        &self,
        root: &Root,
        config: &Config,
        cancellation: &Cancellation,
    ) -> Result<String, FileError> {
        let glob = self.glob.as_deref().map(Glob::new).transpose()?;
        let mut search = Search::new(self.regex()?, config.max_results.get());
        let relative = relative(&self.path)?;
        if root.dir().metadata(relative).is_ok_and(|metadata| metadata.is_file()) {
            search.search_file(root, relative, cancellation)?;
            return Ok(search.finish(None));
        }
        let mut walk = Walk::new(root, &self.path, &config.ignore, cancellation)?;
        while let Some(entry) = walk.next(true)? {
            let wanted = glob.as_ref().is_none_or(|glob| glob.matches(&entry.path));
            if wanted && entry.kind.is_file() {
                search.search_file(root, &entry.path, cancellation)?;
            }
            if search.is_full {
                break;
            }
        }
        Ok(search.finish(walk.left_out_note()))
    }

    fn regex(&self) -> Result<Regex, FileError> {
        let regex = RegexBuilder::new(&self.pattern).case_insensitive(self.ignore_case).build();
        regex.map_err(|source| FileError::Pattern { pattern: self.pattern.clone(), source })
    }
}

impl Search {
    fn new(pattern: Regex, max_matches: usize) -> Self {
        let text = String::new();
        Self { pattern, max_matches, text, matches: 0, is_full: false, unsearched_files: 0 }
    }

    /// Searches a file; one that is binary, or cannot be read, is only counted.
    fn search_file(
        &mut self,
        root: &Root,
        path: &Path,
        cancellation: &Cancellation,
    ) -> Result<(), FileError> {
        match self.search_lines(root, path, cancellation)? {
            Ok(true) => {}
            Ok(false) | Err(_) => self.unsearched_files += 1,
        }
        Ok(())
    }

    /// Searches the lines of a file; returns whether it is a text.
    fn search_lines(
        &mut self,
        root: &Root,
        path: &Path,
        cancellation: &Cancellation,
    ) -> Result<io::Result<bool>, FileError> {
        let Some(Ok(file)) = path.to_str().map(|path| root.open_file(path)) else { return Ok(Ok(false)) };
        let mut lines = LineReader::new(file, MAX_LINE_BYTES);
        match lines.is_binary() {
            Ok(false) => {}
            other => return Ok(other.map(|is_binary| !is_binary)),
        }
        let mut number = 0;
        loop {
            cancellation.check()?;
            match lines.advance() {
                Ok(true) => number += 1,
                other => return Ok(other.map(|_| true)),
            }
            if self.pattern.is_match(lines.line()) && !self.add(path, number, lines.line()) {
                return Ok(Ok(true));
            }
        }
    }

    /// Adds a line that matches; returns whether there was room for it.
    fn add(&mut self, path: &Path, number: usize, line: &[u8]) -> bool {
        self.is_full = self.matches == self.max_matches;
        if self.is_full {
            return false;
        }
        self.matches += 1;
        let line = String::from_utf8_lossy(line);
        let mut text: String = line.trim().chars().take(MAX_SHOWN_CHARS).collect();
        if text.len() < line.trim().len() {
            text.push('…');
        }
        let _ = writeln!(self.text, "{}:{number}: {text}", on_one_line(path));
        true
    }

    fn finish(mut self, left_out_note: Option<String>) -> String {
        if self.matches == 0 {
            self.text.push_str("(no matches)\n");
        }
        if self.is_full {
            let max = self.max_matches;
            let _ = writeln!(self.text, "(there is more: {max} lines are the limit; narrow it down)");
        }
        if self.unsearched_files > 0 {
            let count = self.unsearched_files;
            let _ = writeln!(self.text, "({count} binary or unreadable files were not searched)");
        }
        self.text.extend(left_out_note);
        self.text
    }
}
