use super::Inner;
use hookwire::cx::{LogRecord, Services, Tracing};
use std::fmt;
use std::sync::{Arc, OnceLock, Weak};

/// What the host does for plugins: there before the plugins start, at work once the agent is.
#[derive(Clone, Default)]
pub struct HostServices(Arc<OnceLock<Weak<Inner>>>);

impl HostServices {
    pub(super) fn serve(&self, inner: &Arc<Inner>) {
        // Only the first agent of these plugins is served, and there is one.
        let _ = self.0.set(Arc::downgrade(inner));
    }
}

impl fmt::Debug for HostServices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HostServices")
    }
}

impl Services for HostServices {
    fn log(&self, record: &LogRecord) {
        Tracing.log(record);
    }
}
