use super::{FakeHttp, FakeLog, FakeOutbox, FakeSchedules, FakeSessions};
use std::sync::Arc;

/// The fakes that a test looks at when plugins have used them.
#[derive(Debug, Clone)]
pub(crate) struct VisibleFakes {
    pub(crate) log: Arc<FakeLog>,
    pub(crate) http: Arc<FakeHttp>,
    pub(crate) sessions: Arc<FakeSessions>,
    pub(crate) schedules: Arc<FakeSchedules>,
    pub(crate) outbox: Arc<FakeOutbox>,
}

impl Default for VisibleFakes {
    fn default() -> Self {
        let sessions: Arc<FakeSessions> = Arc::default();
        let outbox = Arc::new(FakeOutbox::to(Arc::clone(&sessions)));
        Self { log: Arc::default(), http: Arc::default(), schedules: Arc::default(), sessions, outbox }
    }
}
