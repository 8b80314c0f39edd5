//! The worker's half: a type for each service, which asks the host.

mod calls;
mod dir;
mod http;
mod kv;
mod log;
mod schedules;
mod send;
mod sessions;

pub(super) use calls::{RemoteModels, RemoteRender, RemoteTools};
pub(super) use dir::RemoteDir;
pub(super) use http::RemoteHttp;
pub(super) use kv::RemoteKv;
pub(super) use log::RemoteLog;
pub(super) use schedules::RemoteSchedules;
pub(super) use send::RemoteSend;
pub(super) use sessions::RemoteSessions;
