use pin_project_lite::pin_project;
use std::pin::Pin;
use std::task::Context;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::task::coop;
use tokio::time::{Instant, Sleep, sleep};

pin_project! {
    /// Rings when the hook that waits has waited too long.
    ///
    /// One timer serves a whole pass: it is left alone when a hook is done, and set again only should it ring
    /// before the next one is due, because to take a timer back and make a new one costs more than most waits.
    pub(super) struct Alarm {
        due: Option<Instant>,
        #[pin]
        timer: Option<Sleep>,
    }
}

impl Alarm {
    pub(super) fn new() -> Self {
        Self { due: None, timer: None }
    }

    /// Forgets the hook that waited.
    pub(super) fn disarm(self: Pin<&mut Self>) {
        *self.project().due = None;
    }

    /// Returns whether the hook has waited for `timeout` since it was first asked; if not, the task is woken then.
    pub(super) fn rings(self: Pin<&mut Self>, timeout: Duration, task: &mut Context<'_>) -> bool {
        let mut this = self.project();
        if this.timer.is_none() {
            if Handle::try_current().is_err() {
                return false;
            }
            this.timer.set(Some(sleep(timeout)));
            *this.due = this.timer.as_ref().as_pin_ref().map(|timer| timer.deadline());
        }
        let Some(mut timer) = this.timer.as_pin_mut() else {
            return false;
        };
        // Far enough off that a sum too large for the clock is as good as never.
        let due = *this.due.get_or_insert_with(|| {
            let now = Instant::now();
            now.checked_add(timeout).unwrap_or_else(|| now + Duration::from_hours(24 * 365))
        });
        if timer.deadline() > due {
            timer.as_mut().reset(due);
        }
        while timer.as_mut().poll(task).is_ready() {
            if timer.deadline() >= due {
                return true;
            }
            timer.as_mut().reset(due);
        }
        // A task that has used up its cooperative budget never sees a timer ring.
        !coop::has_budget_remaining() && Instant::now() >= due
    }
}
