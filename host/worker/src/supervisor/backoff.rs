use std::time::Duration;
use tokio::time::Instant;

/// How many deaths in a row, without a good call between them, there may be before calls are refused for a while.
const MOST_DEATHS: u32 = 3;
/// How long the start after the second death is put off.
const PAUSE: Duration = Duration::from_millis(100);
/// How long calls are refused after so many deaths, at first and at most; then one start is tried.
const REFUSAL: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(30));

/// When a process may be started again, after those before it have died.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    /// The deaths since the last good call.
    deaths: u32,
    next: Option<Instant>,
}

/// What is to be done with a call that finds no process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    /// A process is started, at this time.
    At(Instant),
    /// The call is refused; a process may be started in so long.
    Refused(Duration),
}

impl Backoff {
    /// Notes that a call came to a good end.
    pub(super) fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// Notes that a process has died, or could not be started.
    pub(super) fn died(&mut self) {
        self.deaths += 1;
        let pause = match self.deaths {
            1 => Duration::ZERO,
            deaths if deaths < MOST_DEATHS => PAUSE,
            deaths => {
                let (first, most) = REFUSAL;
                first.saturating_mul(1 << (deaths - MOST_DEATHS).min(10)).min(most)
            }
        };
        self.next = Some(Instant::now() + pause);
    }

    /// Returns when the next process may be started.
    pub(super) fn start(&self) -> Start {
        let now = Instant::now();
        let next = self.next.unwrap_or(now);
        if self.deaths >= MOST_DEATHS && next > now {
            return Start::Refused(next - now);
        }
        Start::At(next)
    }

    /// Returns how many processes have died since the last good call.
    pub(super) fn deaths(&self) -> u32 {
        self.deaths
    }
}
