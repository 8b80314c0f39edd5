use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// How many callers are remembered before those are forgotten who may ask as often as anybody.
const MANY: usize = 10_000;

/// A bucket for each caller, which fills by the minute.
#[derive(Debug)]
pub(in crate::http) struct Rate {
    /// How much a bucket holds, and how much comes in a minute.
    most: f64,
    buckets: Mutex<HashMap<String, Bucket>>,
}

#[derive(Debug, Clone, Copy)]
struct Bucket {
    left: f64,
    at: Instant,
}

impl Rate {
    /// Allows so many requests a minute; 0 allows any number.
    pub(in crate::http) fn new(a_minute: u32) -> Self {
        Self { most: f64::from(a_minute), buckets: Mutex::default() }
    }

    /// Takes one request out of a caller's bucket, or says after how many seconds there will be one.
    pub(super) fn take(&self, caller: &str) -> Result<(), u64> {
        if self.most == 0.0 {
            return Ok(());
        }
        let now = Instant::now();
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > MANY {
            buckets.retain(|_, bucket| self.filled(*bucket, now) < self.most);
        }
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
