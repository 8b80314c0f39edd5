//! How times are told to people.

use crate::store::Millis;
use std::time::{Duration, UNIX_EPOCH};

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// The last second of the year 9999.
const LAST: u64 = 253_402_300_799_000;

/// Says how long ago something was.
pub(crate) fn ago(millis: Millis) -> String {
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

/// Writes a time as a date and an hour, in UTC.
pub(crate) fn date(at: Millis) -> String {
    let moment = moment(at);
    format!("{} {} UTC", &moment[..10], &moment[11..16])
}

/// Writes a time as RFC 3339 does, to the second; what that cannot write becomes the nearest it can.
pub(crate) fn moment(at: Millis) -> String {
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
