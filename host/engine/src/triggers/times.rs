use super::zoned_cron::ZonedCron;
use crate::time::{self, Millis};
use hookwire::cx::{ScheduleError, Trigger};
use hookwire::duration::millis;
use std::iter::successors;
use std::time::Duration;

/// The most missed times that are counted.
const MOST_COUNTED: usize = 10_000;

/// The times of a trigger.
#[derive(Debug, Clone)]
pub(crate) enum Times {
    At(Millis),
    Every(Millis),
    Cron(ZonedCron),
}

impl Times {
    /// Returns the times of a trigger, if its expression and its time zone are ones.
    pub(crate) fn of(trigger: &Trigger) -> Result<Self, ScheduleError> {
        Ok(match trigger {
            Trigger::At(at) => Self::At(time::at(*at)),
            Trigger::Every(interval) => {
                Self::Every(i64::try_from(millis(*interval)).unwrap_or(i64::MAX).max(1))
            }
            Trigger::Cron { expression, zone } => Self::Cron(ZonedCron::new(expression, zone)?),
        })
    }

    /// Returns the first time of a schedule that is made now.
    pub(crate) fn first(&self, now: Millis) -> Option<Millis> {
        match self {
            Self::At(at) => Some(*at),
            Self::Every(interval) => Some(now.saturating_add(*interval)),
            Self::Cron(cron) => cron.next(now),
        }
    }

    /// Returns the first time behind `after`, of those that follow the time `due`.
    pub(crate) fn next(&self, due: Millis, after: Millis) -> Option<Millis> {
        match self {
            Self::At(_) => None,
            Self::Every(interval) => {
                let times = after.saturating_sub(due).max(0) / interval;
                Some(due.saturating_add(interval.saturating_mul(times.saturating_add(1))))
            }
            Self::Cron(cron) => cron.next(due.max(after)),
        }
    }

    /// Returns how many times there are behind `due`, up to and with `until`.
    pub(crate) fn count(&self, due: Millis, until: Millis) -> u64 {
        match self {
            Self::At(_) => 0,
            Self::Every(interval) => {
                u64::try_from(until.saturating_sub(due).max(0) / interval).unwrap_or_default()
            }
            Self::Cron(cron) => {
                let times = successors(cron.next(due), |time| cron.next(*time));
                times.take_while(|time| *time <= until).take(MOST_COUNTED).count() as u64
            }
        }
    }
}

/// Puts a time off by a random time up to the jitter.
pub(crate) fn put_off(time: Millis, jitter: Duration) -> Millis {
    let by = rand::random_range(0..=millis(jitter));
    time.saturating_add(i64::try_from(by).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::Times;
    use hookwire::cx::{ScheduleError, Trigger};
    use std::time::{Duration, UNIX_EPOCH};

    fn cron(expression: &str, zone: &str) -> Result<Times, ScheduleError> {
        Times::of(&Trigger::Cron { expression: expression.into(), zone: zone.into() })
    }

    /// Returns times as RFC 3339 writes them.
    fn times(expression: &str, zone: &str, after: &str, count: usize) -> Vec<String> {
        let times = cron(expression, zone).unwrap();
        let mut at = after.parse::<jiff::Timestamp>().unwrap().as_millisecond();
        let mut found = Vec::new();
        for _ in 0..count {
            at = times.next(at, at).unwrap();
            found.push(jiff::Timestamp::from_millisecond(at).unwrap().to_string());
        }
        found
    }

    #[test]
    fn an_interval_keeps_its_beat() {
        let times = Times::of(&Trigger::Every(Duration::from_secs(10))).unwrap();
        assert_eq!(times.first(5_000), Some(15_000));
        assert_eq!(times.next(15_000, 15_000), Some(25_000));
        assert_eq!(times.next(15_000, 24_999), Some(25_000));
        assert_eq!((times.next(15_000, 47_000), times.count(15_000, 47_000)), (Some(55_000), 3));
        let once = Times::of(&Trigger::At(UNIX_EPOCH + Duration::from_secs(9))).unwrap();
        assert_eq!((once.first(50_000), once.next(9_000, 50_000)), (Some(9_000), None));
    }

    #[test]
    fn cron_is_read_in_its_zone() {
        assert_eq!(
            times("0 9 * * mon", "UTC", "2026-11-28T11:00:00Z", 2),
            ["2026-11-30T09:00:00Z", "2026-12-07T09:00:00Z"]
        );
        assert_eq!(
            times("0 9 * * mon", "Europe/Berlin", "2026-11-28T11:00:00Z", 1),
            ["2026-11-30T08:00:00Z"]
        );
        assert_eq!(
            times("0 9 * * *", "Europe/Berlin", "2026-03-28T08:00:00Z", 2),
            ["2026-03-29T07:00:00Z", "2026-03-30T07:00:00Z"]
        );
        assert_eq!(
            times("0 0 29 2 *", "UTC", "2026-01-01T00:00:00Z", 2),
            ["2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"]
        );
        assert_eq!(times("0 0 29 2 *", "UTC", "2096-03-01T00:00:00Z", 1), ["2104-02-29T00:00:00Z"]);
    }

    #[test]
    fn a_time_that_does_not_exist_is_the_next_moment_that_does() {
        // In Berlin the clocks go from 2 to 3 on 2026-03-29, at 01:00 UTC.
        assert_eq!(
            times("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2),
            ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"]
        );
        // All that do not exist are one.
        assert_eq!(
            times("*/20 2,3 * * *", "Europe/Berlin", "2026-03-29T00:59:00Z", 2),
            ["2026-03-29T01:00:00Z", "2026-03-29T01:20:00Z"]
        );
        // On Lord Howe Island, by half an hour: from 2:00 to 2:30 on 2026-10-04, at 15:30 UTC the day before.
        assert_eq!(
            times("15 2 * * *", "Australia/Lord_Howe", "2026-10-03T12:00:00Z", 1),
            ["2026-10-03T15:30:00Z"]
        );
        // In Apia 2011-12-30 did not take place.
        assert_eq!(
            times("0 12 30 12 *", "Pacific/Apia", "2011-12-29T00:00:00Z", 1),
            ["2011-12-30T10:00:00Z"]
        );
    }

    #[test]
    fn a_time_that_exists_twice_is_the_first_of_the_two() {
        // In Berlin the clocks go from 3 to 2 on 2026-10-25, at 01:00 UTC.
        assert_eq!(
            times("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2),
            ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"]
        );
        assert_eq!(
            times("0 * * * *", "Europe/Berlin", "2026-10-25T00:00:00Z", 2),
            ["2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z"]
        );
        // Asked in the middle of the second hour.
        assert_eq!(times("30 2 * * *", "Europe/Berlin", "2026-10-25T01:10:00Z", 1), ["2026-10-26T01:30:00Z"]);
    }

    #[test]
    fn what_is_no_zone_is_told() {
        let error = cron("0 9 * * *", "Europe/Berlinn").unwrap_err().to_string();
        assert_eq!(error, "there is no time zone `Europe/Berlinn`; write one as `Europe/Berlin` or `UTC`");
    }

    #[test]
    fn missed_times_of_cron_are_counted() {
        let hourly = cron("0 * * * *", "UTC").unwrap();
        assert_eq!(hourly.count(0, 3 * 3_600_000), 3);
        assert_eq!(hourly.count(0, i64::from(u32::MAX) * 1000), 10_000);
    }
}
