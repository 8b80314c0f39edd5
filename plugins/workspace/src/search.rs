use crate::error::FileError;
use crate::glob::Glob;
use crate::lines::Lines;
use crate::root::{Root, checked, shown};
use crate::walk::Walk;
use crate::work::Stop;
use regex::bytes::{Regex, RegexBuilder};
use std::fmt::Write;
use std::io;
use std::path::Path;

/// How much of a line is shown, and how much of it is searched.
const SHOWN: usize = 300;
const SEARCHED: usize = 64 * 1024;

/// What to search for.
#[derive(Debug)]
pub(crate) struct Search {
    pub(crate) pattern: String,
    pub(crate) path: String,
    pub(crate) glob: Option<String>,
    pub(crate) ignore_case: bool,
}

/// What was found.
#[derive(Debug)]
struct Found {
    pattern: Regex,
    most: usize,
    text: String,
    count: usize,
    full: bool,
    unread: usize,
}

impl Search {
    /// Returns `path:line: text` for each line that matches.
    pub(crate) fn run(
        &self,
        root: &Root,
        ignore: &[String],
        most: usize,
        stop: &Stop,
    ) -> Result<String, FileError> {
        let glob = self.glob.as_deref().map(Glob::new).transpose()?;
        let pattern = self.compiled()?;
        let mut found = Found { pattern, most, text: String::new(), count: 0, full: false, unread: 0 };
        let place = checked(&self.path)?;
        if root.dir.metadata(place).is_ok_and(|it| it.is_file()) {
            found.look_into(root, place, stop)?;
            return Ok(found.end(None));
        }
        let mut walk = Walk::new(root, &self.path, ignore, stop)?;
        while let Some(entry) = walk.next(true)? {
            let wanted = glob.as_ref().is_none_or(|glob| glob.matches(&entry.path));
            if wanted && entry.kind.is_file() {
                found.look_into(root, &entry.path, stop)?;
            }
            if found.full {
                break;
            }
        }
        Ok(found.end(walk.told()))
    }

    fn compiled(&self) -> Result<Regex, FileError> {
        let regex = RegexBuilder::new(&self.pattern).case_insensitive(self.ignore_case).build();
        regex.map_err(|source| FileError::Pattern { pattern: self.pattern.clone(), source })
    }
}

impl Found {
    /// Searches a file; one that is binary, or cannot be read, is only counted.
    fn look_into(&mut self, root: &Root, path: &Path, stop: &Stop) -> Result<(), FileError> {
        match self.lines(root, path, stop)? {
            Ok(true) => {}
            Ok(false) | Err(_) => self.unread += 1,
        }
        Ok(())
    }

    fn lines(&mut self, root: &Root, path: &Path, stop: &Stop) -> Result<io::Result<bool>, FileError> {
        let Some(Ok(file)) = path.to_str().map(|path| root.file(path)) else { return Ok(Ok(false)) };
        let mut lines = Lines::new(file, SEARCHED);
        match lines.is_binary() {
            Ok(false) => {}
            other => return Ok(other.map(|binary| !binary)),
        }
        let mut number = 0;
        loop {
            stop.check()?;
            match lines.advance() {
                Ok(true) => number += 1,
                other => return Ok(other.map(|_| true)),
            }
            if self.pattern.is_match(&lines.line) && !self.add(path, number, &lines.line) {
                return Ok(Ok(true));
            }
        }
    }

    /// Adds a line, if there is room.
    fn add(&mut self, path: &Path, number: usize, line: &[u8]) -> bool {
        self.full = self.count == self.most;
        if self.full {
            return false;
        }
        self.count += 1;
        let line = String::from_utf8_lossy(line);
        let mut text: String = line.trim().chars().take(SHOWN).collect();
        if text.len() < line.trim().len() {
            text.push('…');
        }
        let _ = writeln!(self.text, "{}:{number}: {text}", shown(path));
        true
    }

    fn end(mut self, left_out: Option<String>) -> String {
        if self.count == 0 {
            self.text.push_str("(no matches)\n");
        }
        if self.full {
            let _ = writeln!(self.text, "(there is more: {} lines are the limit; narrow it down)", self.most);
        }
        if self.unread > 0 {
            let _ = writeln!(self.text, "({} binary or unreadable files were not searched)", self.unread);
        }
        self.text.extend(left_out);
        self.text
    }
}
