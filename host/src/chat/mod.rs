//! The conversation in a terminal.
//!
//! `talk` is the whole of it: `prompt` reads a line, `follow` sends it and watches, `show` says on the `screen` what
//! happens, in the words of `lines`. One message without a prompt, `chat -p`, goes the same way.

mod banner;
mod follow;
mod keys;
mod lines;
mod local;
mod prompt;
mod screen;
mod show;
mod signals;
mod style;
mod talk;
pub(crate) mod text;
mod wrap;

pub(crate) use follow::{Over, View, follow};
pub(crate) use keys::Keys;
pub(crate) use lines::duration;
pub(crate) use show::Show;
pub(crate) use signals::{Signals, Told};
pub(crate) use style::Style;
pub(crate) use talk::Talk;

/// Who answers what is asked in a terminal.
const BY: &str = "terminal";
