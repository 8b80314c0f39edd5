use crate::agent::Engine;
use crate::store::{Millis, StoreError};
use hookwire::cx::{Cancel, RequestKind};

/// How many sessions are closed at once.
const BATCH: u32 = 100;

impl Engine {
    /// Ends approvals and sessions whose time is over at `now`; returns how many sessions.
    pub async fn sweep(&self, now: Millis) -> Result<usize, StoreError> {
        for approval in self.store.expire_approvals(now).await? {
            // Its turn, if there is one, fires the event.
            self.desk.wake(&approval.id);
        }
        let since = now.saturating_sub(self.options.sessions.expire.millis());
        let idle = self.store.idle_sessions(since, BATCH).await?;
        let mut closed = 0;
        for session in idle {
            let cx = self.cx(self.identity_of(RequestKind::Internal, &session), Cancel::default(), None);
            closed += usize::from(self.close(&session.id, true, &cx).await?);
        }
        Ok(closed)
    }
}
