//! Times as cron writes them: five fields, of which each says when.

use std::fmt;
use std::ops::RangeInclusive;
use std::time::Duration;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
/// The most days that each month can have.
const DAYS: [u32; 12] = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MINUTES_OF_A_DAY: u16 = 24 * 60;

/// A cron expression: minute, hour, day of the month, month and day of the week.
///
/// A field is `*`, a number or a name (`jan`, `mon`), a range `9-17`, each with a step if it likes (`*/15`, `9-17/2`), or
/// several of them with commas between. The days of the week are 0 to 7, of which 0 and 7 are Sunday. If both days are
/// given, and neither begins with `*`, one of them is enough.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    /// Whether a day has to fit one of its two fields only.
    either_day: bool,
}

/// A text that is no cron expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CronError(String);

impl CronError {
    /// Makes the error of its text, as it comes from another process.
    #[doc(hidden)]
    pub fn from_text(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Display for CronError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CronError {}

struct Field {
    noun: &'static str,
    range: RangeInclusive<u32>,
    names: &'static [&'static str],
}

const FIELDS: [Field; 5] = [
    Field { noun: "minute", range: 0..=59, names: &[] },
    Field { noun: "hour", range: 0..=23, names: &[] },
    Field { noun: "day of the month", range: 1..=31, names: &[] },
    Field { noun: "month", range: 1..=12, names: &MONTHS },
    Field { noun: "day of the week", range: 0..=7, names: &WEEKDAYS },
];

impl Cron {
    /// Reads an expression.
    pub fn parse(text: &str) -> Result<Self, CronError> {
        let parts: Vec<_> = text.split_whitespace().collect();
        let [minute, hour, day, month, weekday] = parts[..] else {
            return Err(CronError(format!(
                "`{text}` has {} fields, and cron has five: minute, hour, day of the month, month, day of the week, \
                 as in \"0 9 * * mon\"",
                parts.len()
            )));
        };
        let field = |at: usize, text: &str| FIELDS[at].parse(text);
        let mut weekdays = field(4, weekday)?;
        weekdays = (weekdays | weekdays >> 7) & 0x7f;
        let cron = Self {
            minutes: field(0, minute)?,
            hours: field(1, hour)?,
            days: field(2, day)?,
            months: field(3, month)?,
            weekdays,
            either_day: !day.starts_with('*') && !weekday.starts_with('*'),
        };
        if cron.has_day() {
            Ok(cron)
        } else {
            Err(CronError(format!("`{text}` never comes: no such month has a day {day}; take another day")))
        }
    }

    /// Returns whether a day fits: its month and its day from 1, its day of the week from 0, which is Sunday.
    pub fn fits_day(&self, month: u32, day: u32, weekday: u32) -> bool {
        let (day, weekday) = (has(self.days, day), has(self.weekdays, weekday));
        let fits = if self.either_day { day || weekday } else { day && weekday };
        has(self.months, month) && fits
    }

    /// Returns the first minute of a day that fits, at or behind one: both counted from midnight.
    pub fn minute_from(&self, minute: u16) -> Option<u16> {
        let fits = |at: &u16| has(self.hours, u32::from(*at) / 60) && has(self.minutes, u32::from(*at) % 60);
        (minute..MINUTES_OF_A_DAY).find(fits)
    }

    /// Returns the shortest time between two minutes that fit, of one day or of a day and the next; `None`, where no two are
    /// that near.
    pub fn shortest_gap(&self) -> Option<Duration> {
        let (mut gap, mut last) = (None::<u16>, None::<u16>);
        let mut see = |from: u16, to: u16| gap = Some(gap.map_or(to - from, |gap| gap.min(to - from)));
        let first = self.minute_from(0)?;
        let mut next = Some(first);
        while let Some(at) = next {
            if let Some(last) = last {
                see(last, at);
            }
            last = Some(at);
            next = self.minute_from(at + 1);
        }
        if let Some(last) = last.filter(|_| self.has_neighbours()) {
            see(last, first + MINUTES_OF_A_DAY);
        }
        gap.map(|minutes| Duration::from_secs(60 * u64::from(minutes)))
    }

    /// Returns whether a day that fits can follow another one.
    fn has_neighbours(&self) -> bool {
        let week = self.weekdays | self.weekdays << 7;
        self.either_day || (self.days & self.days >> 1 != 0 && week & week >> 1 != 0)
    }

    /// Returns whether some month that fits can have a day that fits.
    fn has_day(&self) -> bool {
        let fits = |month: u32| {
            let most = DAYS[month as usize - 1];
            has(self.months, month) && (1..=most).any(|day| has(self.days, day))
        };
        self.either_day || (1..=12).any(fits)
    }
}

impl Field {
    /// Reads a field as the set of its values.
    fn parse(&self, text: &str) -> Result<u64, CronError> {
        let mut set = 0;
        for part in text.split(',') {
            set |= self.part(part)?;
        }
        Ok(set)
    }

    fn part(&self, text: &str) -> Result<u64, CronError> {
        let (values, step) = match text.split_once('/') {
            Some((values, step)) => (values, Some(step)),
            None => (text, None),
        };
        let (first, last) = if values == "*" {
            (*self.range.start(), *self.range.end())
        } else if let Some((first, last)) = values.split_once('-') {
            let (first, mut last) = (self.value(first)?, self.value(last)?);
            // A week may end with its Sunday.
            if *self.range.end() == 7 && last == 0 {
                last = 7;
            }
            (first, last)
        } else if step.is_some() {
            return Err(self.error(
                text,
                &format!("a step goes with `*` or a range: `*/5`, `{values}-{}/5`", self.range.end()),
            ));
        } else {
            let value = self.value(values)?;
            (value, value)
        };
        if first > last {
            return Err(self.error(
                text,
                &format!(
                    "a range goes from the smaller to the larger; write two, `{first}-{},{}-{last}`",
                    self.range.end(),
                    self.range.start()
                ),
            ));
        }
        let step = match step.map(str::parse::<usize>) {
            None => 1,
            Some(Ok(step)) if step > 0 => step,
            Some(_) => return Err(self.error(text, "a step is a whole number above 0")),
        };
        Ok((first..=last).step_by(step).fold(0, |set, value| set | 1 << value))
    }

    fn value(&self, text: &str) -> Result<u32, CronError> {
        let name = text.to_ascii_lowercase();
        if let Some(at) = self.names.iter().position(|known| **known == *name) {
            return Ok(u32::try_from(at).unwrap_or(0) + u32::from(self.names.len() == 12));
        }
        let digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        match text.parse::<u32>() {
            Ok(value) if digits && self.range.contains(&value) => Ok(value),
            _ => {
                let (first, last) = (self.range.start(), self.range.end());
                let names = match self.names {
                    [first, .., last] => format!(" or `{first}` to `{last}`"),
                    _ => String::new(),
                };
                Err(self.error(text, &format!("it is a number from {first} to {last}{names}, or `*`")))
            }
        }
    }

    fn error(&self, text: &str, why: &str) -> CronError {
        CronError(format!("`{text}` is no {}: {why}", self.noun))
    }
}

/// Returns whether a set holds a value.
fn has(set: u64, value: u32) -> bool {
    value < 64 && set >> value & 1 == 1
}

#[cfg(test)]
mod tests {
    use super::Cron;

    fn error(text: &str) -> String {
        Cron::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn days_and_minutes_fit_or_not() {
        let office = Cron::parse("*/30 9-17/4 * * mon-FRI").unwrap();
        let minutes: Vec<_> = (0..1440).filter(|at| office.minute_from(*at) == Some(*at)).collect();
        assert_eq!(minutes, [540, 570, 780, 810, 1020, 1050]);
        assert_eq!(office.minute_from(1051), None);
        let days: Vec<_> = (0..7).filter(|weekday| office.fits_day(1, 1, *weekday)).collect();
        assert_eq!(days, [1, 2, 3, 4, 5]);
    }

    #[test]
    fn of_two_days_one_is_enough_and_sunday_is_0_and_7() {
        let either = Cron::parse("0 0 13 jan,12 5").unwrap();
        assert!(either.fits_day(1, 13, 0) && either.fits_day(12, 1, 5));
        assert!(!either.fits_day(1, 12, 4) && !either.fits_day(2, 13, 5));
        for sunday in ["0", "7", "sun", "sat-sun", "5-7"] {
            assert!(Cron::parse(&format!("0 0 * * {sunday}")).unwrap().fits_day(1, 1, 0), "{sunday}");
        }
        let both = Cron::parse("0 0 */2 * mon").unwrap();
        assert!(both.fits_day(1, 3, 1) && !both.fits_day(1, 2, 1) && !both.fits_day(1, 3, 2));
    }

    #[test]
    fn the_shortest_gap_is_one_of_a_day_or_over_midnight() {
        let minutes = |text: &str| Cron::parse(text).unwrap().shortest_gap().map(|gap| gap.as_secs() / 60);
        assert_eq!(minutes("* * * * *"), Some(1));
        assert_eq!(minutes("0,5 9,17 * * mon"), Some(5));
        assert_eq!(minutes("0 9 * * *"), Some(1440));
        assert_eq!(minutes("0 0,23 * * sat,sun"), Some(60));
        assert_eq!(minutes("0 0,23 * * mon"), Some(23 * 60));
        assert_eq!((minutes("0 9 * * mon"), minutes("0 9 1 * *")), (None, None));
    }

    #[test]
    fn what_is_no_expression_is_told_with_the_cure() {
        assert!(error("0 9 * *").starts_with("`0 9 * *` has 4 fields, and cron has five: minute, hour,"));
        assert_eq!(error("60 9 * * *"), "`60` is no minute: it is a number from 0 to 59, or `*`");
        assert_eq!(
            error("0 9 * * monday"),
            "`monday` is no day of the week: it is a number from 0 to 7 or `sun` to `sat`, or `*`"
        );
        assert_eq!(
            error("0 0 31 2,4 *"),
            "`0 0 31 2,4 *` never comes: no such month has a day 31; take another day"
        );
        assert_eq!(
            error("5/10 * * * *"),
            "`5/10` is no minute: a step goes with `*` or a range: `*/5`, `5-59/5`"
        );
        assert_eq!(error("*/0 * * * *"), "`*/0` is no minute: a step is a whole number above 0");
        assert!(error("0 22-6 * * *").ends_with("write two, `22-23,0-6`"));
        for odd in [
            "",
            "a b c d e",
            "-1 * * * *",
            "+1 * * * *",
            "1, * * * *",
            "* * * * * *",
            "@daily",
            "*/x * * * *",
        ] {
            assert!(Cron::parse(odd).is_err(), "{odd}");
        }
    }
}
