use super::account::Account;
use std::time::{Duration, Instant};

/// What one call has taken of the processor time it may use.
///
/// A poll counts with the time it took, which is more than it has computed if the thread had to wait for a processor.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CallBudget {
    limit: Duration,
    spent: Duration,
}

impl CallBudget {
    /// Returns the budget of a call of the code with a serial, if its plugin has one.
    pub(crate) fn of(serial: u32) -> Option<Self> {
        let limit = Account::of_serial(serial).call_limit()?;
        Some(Self { limit, spent: Duration::ZERO })
    }

    /// Notes what one poll took, of which some was spent by others inside it.
    pub(crate) fn spend(&mut self, since: Instant, by_others: Duration) {
        self.spent += since.elapsed().saturating_sub(by_others);
    }

    /// Returns the limit, if it is used up.
    pub(crate) fn exceeded(&self) -> Option<Duration> {
        (self.spent > self.limit).then_some(self.limit)
    }
}
