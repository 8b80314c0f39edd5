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

#[cfg(test)]
mod tests {
    use super::{parse, text};
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
}
