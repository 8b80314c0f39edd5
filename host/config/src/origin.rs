use std::fmt;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The source of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A place in a file.
    File(Spot),
    /// An environment variable.
    Variable(String),
    /// The key of a `--set` argument.
    Argument(String),
}

/// A place in a file, with the text of its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    path: PathBuf,
    line: usize,
    column: usize,
    length: usize,
    text: String,
}

impl Spot {
    /// Returns the place of a byte range in a file.
    pub(super) fn new(path: &Path, source: &str, span: &Range<usize>) -> Self {
        let start = source.floor_char_boundary(span.start.min(source.len()));
        let end = source.floor_char_boundary(span.end.min(source.len()));
        let before = &source[..start];
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let text = source[line_start..].lines().next().unwrap_or("");
        let column = source[line_start..start].chars().count();
        let width = source[start..end.max(start)].lines().next().unwrap_or("").chars().count();
        Self {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: column + 1,
            length: width.max(1),
            text: text.to_owned(),
        }
    }

    /// Returns the number of the line, from 1 on.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// Returns the same place with only the key of its line, as the value may be secret.
    pub(super) fn masked(mut self) -> Self {
        match self.text.split_once('=') {
            Some((key, _)) => self.text = format!("{key}= …"),
            None if is_header(&self.text) => return self,
            None => self.text = "…".into(),
        }
        let width = self.text.chars().count();
        self.column = self.column.min(width);
        self.length = self.length.min(width + 1 - self.column);
        self
    }
}

/// Returns whether a line is the header of a table: an item of a list begins with a bracket, too, but no name follows it.
fn is_header(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with('[') && line.trim_start_matches('[').starts_with(|letter: char| letter.is_alphabetic())
}

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, line, column, length, text } = self;
        let number = line.to_string();
        let margin = " ".repeat(number.len());
        let marks = " ".repeat(column - 1) + &"^".repeat(*length);
        writeln!(f, "{margin}--> {}:{line}:{column}", path.display())?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {text}")?;
        write!(f, "{margin} | {marks}")
    }
}

impl Origin {
    /// Returns the origin in a few words: the line of a file, a variable, an argument; never a value.
    pub fn short(&self) -> String {
        match self {
            Self::File(Spot { path, line, .. }) => format!("{}:{line}", path.display()),
            Self::Variable(name) => name.clone(),
            Self::Argument(key) => format!("--set {key}"),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(spot) => spot.fmt(f),
            Self::Variable(name) => write!(f, " --> environment variable {name}"),
            Self::Argument(key) => write!(f, " --> --set {key}=…"),
        }
    }
}
