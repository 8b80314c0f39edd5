use super::origin::{Origin, Spot};
use hookwire::config::Problem;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why the configuration cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration `{}` cannot be read", path.display())]
    Unreadable {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("{message}\n{spot}")]
    Syntax {
        /// What the parser says.
        message: String,
        /// The place in the file.
        spot: Box<Spot>,
    },
    /// A `--set` argument is not `key=value`.
    #[error("`--set {0}` is not `key=value`; write for example --set plugins.tool-guard.ask=[]")]
    Argument(String),
    /// An environment variable is not UTF-8.
    #[error("the environment variable `{0}` is not UTF-8; write it in UTF-8, or unset it")]
    NotText(String),
    /// An environment variable has one underscore where two belong.
    #[error("the environment variable `{name}` sets nothing; write `{right}`, with two underscores")]
    Misspelt {
        /// The name of the variable.
        name: String,
        /// The right spelling.
        right: String,
    },
    /// Some values do not fit.
    #[error("{}", Lines(.0))]
    Wrong(Vec<Located>),
}

/// A problem with its origin.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Located {
    /// The path of the value and what is wrong with it.
    pub problem: Problem,
    /// Where the value came from, if any source has it.
    pub origin: Option<Origin>,
}

impl fmt::Display for Located {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.origin {
            Some(origin) => write!(f, "{}\n{origin}", self.problem.message),
            None => self.problem.fmt(f),
        }
    }
}

struct Lines<'a>(&'a [Located]);

impl fmt::Display for Lines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: Vec<_> = self.0.iter().map(Located::to_string).collect();
        f.write_str(&texts.join("\n\n"))
    }
}
