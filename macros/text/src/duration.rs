//! Durations as people write them.

use std::time::Duration;

/// Returns the duration that a text writes: `"250ms"`, `"5s"`, `"2m"`, `"3h"` or `"30d"`, a whole number above 0 and a unit.
pub fn parse(text: &str) -> Option<Duration> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number: u64 = text[..text.len() - unit.len()].parse().ok()?;
    let millis = match unit {
        "ms" => Some(number),
        "s" => number.checked_mul(1000),
        "m" => number.checked_mul(60_000),
        "h" => number.checked_mul(3_600_000),
        "d" => number.checked_mul(86_400_000),
        _ => None,
    };
    millis.filter(|millis| *millis > 0).map(Duration::from_millis)
}

/// Writes a duration as [`parse`] reads it, in the largest unit of which it is a multiple.
pub fn text(duration: Duration) -> String {
    let millis = millis(duration);
    let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1000, "s"), (1, "ms")];
    let fits = |(unit, _): &(u64, &str)| millis.is_multiple_of(*unit) && millis > 0;
    let (unit, name) = units.into_iter().find(fits).unwrap_or((1, "ms"));
    format!("{}{name}", millis / unit)
}

/// Returns a duration in whole milliseconds.
pub fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Says how long ago something was, in the largest unit that it fills: `"just now"`, `"1 minute ago"`, `"2 days ago"`.
pub fn ago(age: Duration) -> String {
    let seconds = age.as_secs();
    let units = [("day", 86_400), ("hour", 3_600), ("minute", 60)];
    match units.into_iter().find(|(_, length)| seconds >= *length) {
        None => "just now".into(),
        Some((unit, length)) if seconds / length == 1 => format!("1 {unit} ago"),
        Some((unit, length)) => format!("{} {unit}s ago", seconds / length),
    }
}

#[cfg(test)]
mod tests {
    use super::{ago, parse, text};
    use std::time::Duration;

    #[test]
    fn a_number_and_a_unit_are_a_duration() {
        assert_eq!(parse("250ms"), Some(Duration::from_millis(250)));
        assert_eq!(parse("2m"), Some(Duration::from_mins(2)));
        for written in ["250ms", "90s", "2m", "36h", "30d"] {
            assert_eq!(text(parse(written).unwrap()), written);
        }
        assert_eq!(text(Duration::ZERO), "0ms");
        assert_eq!(["", "5", "s", "0s", "-1s", "1w", "5 s"].map(parse), [None; 7]);
    }

    #[test]
    fn an_age_is_told_in_the_largest_unit_that_it_fills() {
        for (seconds, told) in [
            (0, "just now"),
            (59, "just now"),
            (60, "1 minute ago"),
            (119, "1 minute ago"),
            (120, "2 minutes ago"),
            (3_599, "59 minutes ago"),
            (7_199, "1 hour ago"),
            (86_399, "23 hours ago"),
            (86_400, "1 day ago"),
            (200_000, "2 days ago"),
            (u64::MAX, "213503982334601 days ago"),
        ] {
            assert_eq!(ago(Duration::from_secs(seconds)), told);
        }
    }
}
