//! Fakes of a host's services, one by one.

mod clock;
mod data;
mod env;
mod kv;
mod log;
mod models;
mod schedules;
mod tools;

pub use clock::FakeClock;
pub use data::FakeData;
pub use env::FakeEnv;
pub use kv::FakeKv;
pub use log::FakeLog;
pub use models::FakeModels;
pub use schedules::FakeSchedules;
pub use tools::FakeTools;
