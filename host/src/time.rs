use crate::store::Millis;

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

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
    let (days, rest) = (at.div_euclid(DAY), at.rem_euclid(DAY));
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02} {:02}:{:02} UTC", rest / HOUR, rest % HOUR / MINUTE)
}

/// Returns year, month and day of a number of days since 1970, by the rules of the Gregorian calendar.
///
/// Years are counted from March, so that the leap day is the last of its year; 146,097 days are 400 years.
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::{ago, date};

    #[test]
    fn dates_are_those_of_the_calendar() {
        assert_eq!(date(0), "1970-01-01 00:00 UTC");
        assert_eq!(date(951_782_400_000), "2000-02-29 00:00 UTC");
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
