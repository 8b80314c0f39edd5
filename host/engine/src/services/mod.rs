//! Services for plugins that need no engine at work.

#[cfg(feature = "http")]
mod http;
mod kv;

#[cfg(feature = "http")]
pub(crate) use http::HttpClient;
pub(crate) use kv::KeptValues;
