//! The clock of the host, and how times are written for people.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970.
pub type Millis = i64;

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// The last second of the year 9999, in milliseconds since 1970.
const LAST: u64 = 253_402_300_799_000;

/// Returns the current time.
pub fn now() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// Returns a duration in whole milliseconds.
pub fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Returns an age in words, such as `2 hours ago`.
pub fn ago(millis: Millis) -> String {
    let some = |count: Millis, unit: &str| match count {
        1 => format!("1 {unit} ago"),
        count => format!("{count} {unit}s ago"),
    };
    match millis {
        ..MINUTE => "just now".into(),
        MINUTE..HOUR => some(millis / MINUTE, "minute"),
        HOUR..DAY => some(millis / HOUR, "hour"),
        _ => some(millis / DAY, "day"),
    }
}

/// Returns a time as date, hour and minute in UTC.
pub fn date(at: Millis) -> String {
    let moment = moment(at);
    format!("{} {} UTC", &moment[..10], &moment[11..16])
}

/// Returns a time in the format of RFC 3339, to the second; times outside the years 1970 to 9999 become the nearest of them.
pub fn moment(at: Millis) -> String {
    let millis = u64::try_from(at).unwrap_or(0).min(LAST);
    humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_millis(millis)).to_string()
}

#[cfg(test)]
mod tests {
    use super::{ago, date, moment};

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(date(0), "1970-01-01 00:00 UTC");
        assert_eq!(date(951_782_400_000), "2000-02-29 00:00 UTC");
        assert_eq!(moment(951_782_400_999), "2000-02-29T00:00:00Z");
        assert_eq!([date(i64::MIN), date(i64::MAX)], ["1970-01-01 00:00 UTC", "9999-12-31 23:59 UTC"]);
        assert_eq!(date(1_795_261_620_000), "2026-11-21 11:47 UTC");
    }

    #[test]
    fn times_are_told_in_the_largest_unit_that_fits() {
        assert_eq!(
            [0, 60_000, 7_200_000, 172_800_000].map(ago),
            ["just now", "1 minute ago", "2 hours ago", "2 days ago"]
        );
    }
}
