use super::{FakeLog, FakeSessions};
use std::sync::Arc;

/// The fakes that a test looks at when plugins have used them.
#[derive(Debug, Clone, Default)]
pub(crate) struct VisibleFakes {
    pub(crate) log: Arc<FakeLog>,
    pub(crate) sessions: Arc<FakeSessions>,
}
