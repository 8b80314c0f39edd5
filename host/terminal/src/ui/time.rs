use hookwire_engine::store::Millis;
use hookwire_engine::time::moment;

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

/// Returns how long ago something was, in the largest unit that fits.
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

/// Returns a time as a date with hour and minute, in UTC.
pub(crate) fn date(at: Millis) -> String {
    let moment = moment(at);
    format!("{} {} UTC", &moment[..10], &moment[11..16])
}

/// Returns a duration in the unit that people read best: `20 ms`, `1.5 s`, `2 min 3 s`.
pub(crate) fn duration(millis: u64) -> String {
    match millis {
        0..1_000 => format!("{millis} ms"),
        1_000..60_000 => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
        _ => format!("{} min {} s", millis / 60_000, millis % 60_000 / 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::{ago, date};

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(date(0), "1970-01-01 00:00 UTC");
        assert_eq!(date(951_782_400_000), "2000-02-29 00:00 UTC");
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
