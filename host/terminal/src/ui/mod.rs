//! Writing for a terminal: colours, harmless text, line breaking, times and tables.

mod file;
mod style;
mod table;
mod text;
mod time;
mod wrap;

pub(crate) use file::file_text;
pub use style::Style;
pub(crate) use table::{count, lines, table};
pub(crate) use text::one_line;
pub use text::safe;
pub(crate) use time::{ago, date, duration};
pub(crate) use wrap::{Wrap, cut, fold, visible_width};
