use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How many callers are remembered before those are forgotten who may ask as often as anybody, and how often that is.
const MANY: usize = 10_000;
const SWEEP: Duration = Duration::from_secs(1);
/// How many are remembered at all; those beyond share one bucket.
const MOST: usize = 100_000;
const REST: &str = "";

/// A bucket for each caller, which fills by the minute.
#[derive(Debug)]
pub(in crate::http) struct Rate {
    /// How much a bucket holds, and how much comes in a minute.
    most: f64,
    callers: Mutex<Callers>,
}

#[derive(Debug)]
struct Callers {
    buckets: HashMap<String, Bucket>,
    swept: Instant,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Rate {
    /// Allows so many requests a minute; 0 allows any number.
    pub(in crate::http) fn new(a_minute: u32) -> Self {
        let callers = Callers { buckets: HashMap::new(), swept: Instant::now() };
        Self { most: f64::from(a_minute), callers: Mutex::new(callers) }
    }

    /// Takes one request out of a caller's bucket, or says after how many seconds there will be one.
    pub(super) fn take(&self, caller: &str) -> Result<(), u64> {
        if self.most == 0.0 {
            return Ok(());
        }
        let now = Instant::now();
        let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
        let Callers { buckets, swept } = &mut *callers;
        if buckets.len() > MANY && now.duration_since(*swept) >= SWEEP {
            buckets.retain(|_, bucket| self.filled(*bucket, now) < self.most);
            *swept = now;
        }
        let crowded = buckets.len() >= MOST && !buckets.contains_key(caller);
        let caller = if crowded { REST } else { caller };
        let bucket = buckets.entry(caller.to_owned()).or_insert(Bucket { left: self.most, at: now });
        *bucket = Bucket { left: self.filled(*bucket, now), at: now };
        if bucket.left < 1.0 {
            return Err(self.wait(bucket.left));
        }
        bucket.left -= 1.0;
        Ok(())
    }

    fn filled(&self, bucket: Bucket, now: Instant) -> f64 {
        let minutes = now.duration_since(bucket.at).as_secs_f64() / 60.0;
        minutes.mul_add(self.most, bucket.left).min(self.most)
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 60")]
    fn wait(&self, left: f64) -> u64 {
        ((1.0 - left) * 60.0 / self.most).ceil().max(1.0) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Rate};

    #[test]
    fn strangers_without_number_take_up_only_so_much_and_share_what_is_left() {
        let rate = Rate::new(1);
        for caller in 0..MOST {
            assert!(rate.take(&caller.to_string()).is_ok());
        }
        assert!(rate.take("one more").is_ok());
        assert!(rate.take("and another").is_err());
        assert!(rate.take("0").is_err(), "who is remembered stays so");
        assert_eq!(rate.callers.lock().unwrap().buckets.len(), MOST + 1);
    }
}
