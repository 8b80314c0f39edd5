//! The parts of errors that serde does not write by itself, for errors that cross from one process to another: to be named in
//! `#[serde(with = "..")]` and `#[serde(deserialize_with = "..")]`.

pub(crate) mod cause;
pub(crate) mod cron;
mod interned;
pub(crate) mod io;
pub(crate) mod json;

pub(crate) use cause::Cause;
pub(crate) use interned::interned;
