//! The clock, and times as RFC 3339 writes them.

pub use hookwire::duration::millis;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
pub type Millis = i64;

/// The last second of the year 9999, in milliseconds since 1970.
const LAST: u64 = 253_402_300_799_000;

/// Returns the current time.
pub fn now() -> Millis {
    at(SystemTime::now())
}

/// Returns a time as a number; before 1970 is 1970.
pub fn at(time: SystemTime) -> Millis {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Returns the time that a number stands for.
pub fn system_time(at: Millis) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(u64::try_from(at).unwrap_or(0))
}

/// Returns the time that a text writes in the format of RFC 3339, or as `2026-01-31 12:00:00`, which is UTC.
pub fn parse_moment(text: &str) -> Option<Millis> {
    humantime::parse_rfc3339_weak(text).ok().map(at)
}

/// Returns a time in the format of RFC 3339, to the second; times outside the years 1970 to 9999 become the nearest of them.
pub fn moment(at: Millis) -> String {
    let millis = u64::try_from(at).unwrap_or(0).min(LAST);
    humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_millis(millis)).to_string()
}
