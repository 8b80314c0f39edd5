//! Fakes of a host's services, one by one.

mod clock;
mod data;
mod dir;
mod env;
mod http;
mod http_answer;
mod kv;
mod log;
mod models;
mod render;
mod schedules;
mod send;
mod sessions;
mod tools;
mod visible;

pub use clock::FakeClock;
pub use data::FakeData;
pub use dir::FakeDir;
pub use env::FakeEnv;
pub use http::{FakeHttp, HttpSent};
pub use http_answer::HttpAnswer;
pub use kv::FakeKv;
pub use log::FakeLog;
pub use models::FakeModels;
pub use render::FakeRender;
pub use schedules::FakeSchedules;
pub use send::{FakeOutbox, SentMessage};
pub use sessions::FakeSessions;
pub use tools::FakeTools;
pub(super) use visible::VisibleFakes;
