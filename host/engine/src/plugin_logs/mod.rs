//! The logs of plugins, in the data folder: JSON lines, the latest ones of each plugin, to be read back.

mod line;
mod logs;
mod ring;

pub use line::{LogLine, LogQuery};
pub use logs::PluginLogs;
