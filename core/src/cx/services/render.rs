use crate::error::Result;
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// The service that fills in the templates of plugins.
///
/// `C` is the context that services are given, [`Cx`](crate::Cx).
pub trait RenderService<C>: Send + Sync + fmt::Debug {
    /// Fills in a template of the plugin whose context this is; the values are a JSON object.
    fn render<'a>(&'a self, name: &'a str, values: Value, cx: &'a C) -> BoxFuture<'a, Result<String>>;
}

/// Why a template is not filled in.
#[derive(Debug, thiserror::Error)]
#[cfg_attr(feature = "remote", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum RenderError {
    /// There is no such template.
    #[error("{0}")]
    Unknown(String),
    /// The template is none.
    #[error("the template `{name}` cannot be read: line {line}: {why}")]
    Syntax {
        /// The template, or the file that stands for it.
        name: String,
        /// The line.
        line: usize,
        /// What is wrong there.
        why: String,
    },
    /// A value does not fit what the template does with it.
    #[error("the template `{name}` cannot be filled in: line {line}: {why}")]
    Failed {
        /// The template, or the file that stands for it.
        name: String,
        /// The line.
        line: usize,
        /// What is wrong there.
        why: String,
    },
    /// The template takes too many steps.
    #[error(
        "the template `{name}` takes too many steps: look for a loop over too much, or show less on a page"
    )]
    TooMuchWork {
        /// The template.
        name: String,
    },
    /// The result is too large.
    #[error("the template `{name}` makes more than {most} bytes: show less on a page")]
    TooLarge {
        /// The template.
        name: String,
        /// The limit.
        most: usize,
    },
    /// The values are not a struct or a map.
    #[error("the values of the template `{name}` have no names: give it a struct or a map")]
    Nameless {
        /// The template.
        name: String,
    },
    /// The values cannot be written as JSON.
    #[error("the values of the template `{name}` cannot be written: {source}")]
    Unwritable {
        /// The template.
        name: String,
        /// What serde says.
        #[cfg_attr(feature = "remote", serde(with = "crate::error_parts::json"))]
        source: serde_json::Error,
    },
    /// The operator's file that stands for a template cannot be read.
    #[error("`{}`, which stands for a template, cannot be read: {source} (templates.folder)", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The system's error.
        #[cfg_attr(feature = "remote", serde(with = "crate::error_parts::io"))]
        source: io::Error,
    },
}
