use pin_project_lite::pin_project;
use std::pin::Pin;
use std::task::Context;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::coop;
use tokio::time::{Instant, Sleep, sleep};

pin_project! {
    /// The timer of hooks that wait: tells when one has waited too long.
    ///
    /// One timer serves a whole pass: it is left alone when a hook is done, and set again only should it ring
    /// before the next one is due, because to take a timer back and make a new one costs more than most waits.
    pub(super) struct HookTimer {
        due: Option<Instant>,
        #[pin]
        sleep: Option<Sleep>,
    }
}

impl HookTimer {
    pub(super) fn new() -> Self {
        Self { due: None, sleep: None }
    }

    /// Forgets the hook that waited.
    pub(super) fn disarm(self: Pin<&mut Self>) {
        *self.project().due = None;
    }

    /// Returns whether the hook has waited for `timeout` since it was first asked; if not, the task is woken then.
    pub(super) fn has_elapsed(self: Pin<&mut Self>, timeout: Duration, task: &mut Context<'_>) -> bool {
        let mut this = self.project();
        if this.sleep.is_none() {
            if Handle::try_current().is_err() {
                return false;
            }
            this.sleep.set(Some(sleep(timeout)));
            *this.due = this.sleep.as_ref().as_pin_ref().map(|sleep| sleep.deadline());
        }
        let Some(mut sleep) = this.sleep.as_pin_mut() else {
            return false;
        };
        // Far enough off that a sum too large for the clock is as good as never.
        let due = *this.due.get_or_insert_with(|| {
            let now = Instant::now();
            now.checked_add(timeout).unwrap_or_else(|| now + Duration::from_hours(24 * 365))
        });
        if sleep.deadline() > due {
            sleep.as_mut().reset(due);
        }
        while sleep.as_mut().poll(task).is_ready() {
            if sleep.deadline() >= due {
                return true;
            }
            sleep.as_mut().reset(due);
        }
        // A task that has used up its cooperative budget never sees a timer ring.
        !coop::has_budget_remaining() && Instant::now() >= due
    }
}
