//! Services for plugins that need no engine at work.

mod folder;
mod kv;
mod log;
mod plugin_dirs;
mod send_limit;
mod shared;

pub(crate) use shared::SharedServices;
