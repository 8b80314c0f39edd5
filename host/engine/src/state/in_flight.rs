use std::sync::Arc;
use tokio::sync::watch;

/// The number of messages that are being answered or wait for that, the observers of their ends included.
#[derive(Debug, Clone)]
pub(super) struct InFlight(Arc<watch::Sender<u32>>);

/// A message that is being answered or waits for that; it is counted until this is dropped.
#[derive(Debug)]
pub(crate) struct InFlightGuard(InFlight);

impl Default for InFlight {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(0)))
    }
}

impl InFlight {
    pub(super) fn enter(&self) -> InFlightGuard {
        self.0.send_modify(|count| *count += 1);
        InFlightGuard(self.clone())
    }

    pub(super) fn count(&self) -> u32 {
        *self.0.borrow()
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<u32> {
        self.0.subscribe()
    }
}

impl Drop for InFlightGuard {
    fn drop(&mut self) {
        self.0.0.send_modify(|count| *count -= 1);
    }
}
