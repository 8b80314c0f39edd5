use super::lock::lock;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// The number of buckets above which full ones are removed, and the least time between two removals.
const SWEEP_ABOVE: usize = 10_000;
const SWEEP_EVERY: Duration = Duration::from_secs(1);
/// The most buckets; callers beyond that share one.
const MAX_BUCKETS: usize = 100_000;
const SHARED: &str = "";

/// A token bucket for each caller, which refills within a minute.
#[derive(Debug)]
pub(crate) struct RateLimiter {
    /// The number of requests that a bucket holds and gains in a minute.
    capacity: f64,
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

impl RateLimiter {
    /// Makes a limiter of so many requests in a minute; 0 allows any number.
    pub(crate) fn new(per_minute: u32) -> Self {
        let callers = Callers { buckets: HashMap::new(), swept: Instant::now() };
        Self { capacity: f64::from(per_minute), callers: Mutex::new(callers) }
    }

    /// Takes a request out of a caller's bucket; the error is the number of seconds until there is one.
    pub(crate) fn take(&self, caller: &str) -> Result<(), u64> {
        if self.capacity == 0.0 {
            return Ok(());
        }
        let now = Instant::now();
        let mut callers = lock(&self.callers);
        let Callers { buckets, swept } = &mut *callers;
        if buckets.len() > SWEEP_ABOVE && now.duration_since(*swept) >= SWEEP_EVERY {
            buckets.retain(|_, bucket| self.refilled(*bucket, now) < self.capacity);
            *swept = now;
        }
        let crowded = buckets.len() >= MAX_BUCKETS && !buckets.contains_key(caller);
        let caller = if crowded { SHARED } else { caller };
        let bucket = buckets.entry(caller.to_owned()).or_insert(Bucket { left: self.capacity, at: now });
        *bucket = Bucket { left: self.refilled(*bucket, now), at: now };
        if bucket.left < 1.0 {
            return Err(self.seconds_to_wait(bucket.left));
        }
        bucket.left -= 1.0;
        Ok(())
    }

    fn refilled(&self, bucket: Bucket, now: Instant) -> f64 {
        let minutes = now.duration_since(bucket.at).as_secs_f64() / 60.0;
        minutes.mul_add(self.capacity, bucket.left).min(self.capacity)
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 60")]
    fn seconds_to_wait(&self, left: f64) -> u64 {
        ((1.0 - left) * 60.0 / self.capacity).ceil().max(1.0) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_BUCKETS, RateLimiter};

    #[test]
    fn callers_beyond_the_most_buckets_share_one() {
        let rate = RateLimiter::new(1);
        for caller in 0..MAX_BUCKETS {
            assert!(rate.take(&caller.to_string()).is_ok());
        }
        assert!(rate.take("one more").is_ok());
        assert!(rate.take("and another").is_err());
        assert!(rate.take("0").is_err(), "a caller with a bucket keeps it");
        assert_eq!(rate.callers.lock().unwrap().buckets.len(), MAX_BUCKETS + 1);
    }
}
