use hookwire_engine::store::Millis;
use hookwire_engine::time::{moment, now};
use std::time::Duration;

/// Returns how long ago a time was.
pub(crate) fn ago(at: Millis) -> String {
    let age = u64::try_from(now().saturating_sub(at)).unwrap_or(0);
    hookwire::duration::ago(Duration::from_millis(age))
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
    use super::date;

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(date(0), "1970-01-01 00:00 UTC");
        assert_eq!(date(951_782_400_000), "2000-02-29 00:00 UTC");
        assert_eq!([date(i64::MIN), date(i64::MAX)], ["1970-01-01 00:00 UTC", "9999-12-31 23:59 UTC"]);
        assert_eq!(date(1_795_261_620_000), "2026-11-21 11:47 UTC");
    }
}
