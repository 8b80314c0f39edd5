//! Services for plugins that need no engine at work.

mod kv;

pub(crate) use kv::KeptValues;
