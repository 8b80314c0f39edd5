//! Services for plugins that need no engine at work.

mod folder;
#[cfg(feature = "http")]
mod http;
mod kv;
mod log;
mod page_frame;
mod plugin_dirs;
mod schedules;
mod send_limit;
mod shared;
mod templates;

pub use page_frame::PageFrame;
pub(crate) use shared::SharedServices;
