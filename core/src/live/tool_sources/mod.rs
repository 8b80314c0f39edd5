//! Sources of tools of live plugins: their lists, which are asked for when they have changed, and calls of their tools.

mod check;
mod list;
mod live_source;
mod status;
mod watch;

pub use check::{LeftOutTool, SourcedTool};
pub(super) use live_source::LiveSource;
pub use status::ToolSourceStatus;
