//! The logs of plugins, in the data folder: JSON lines, the latest ones of each plugin, to be read back.

mod follow;
mod line;
mod logs;
mod ring;

pub use follow::LogFollower;
pub use line::{LogLine, LogQuery};
pub use logs::PluginLogs;
