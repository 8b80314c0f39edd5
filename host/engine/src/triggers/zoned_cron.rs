use crate::time::Millis;
use hookwire::cron::Cron;
use hookwire::cx::ScheduleError;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// The days that are looked through: leap days can be eight years apart.
const DAYS: usize = 9 * 366;

/// A cron expression in a time zone.
#[derive(Debug, Clone)]
pub(crate) struct ZonedCron {
    cron: Cron,
    zone: TimeZone,
}

impl ZonedCron {
    pub(super) fn new(expression: &str, zone: &str) -> Result<Self, ScheduleError> {
        let cron = Cron::parse(expression)?;
        let zone = TimeZone::get(zone).map_err(|_| ScheduleError::NoZone { zone: zone.into() })?;
        Ok(Self { cron, zone })
    }

    /// Returns the first time behind a moment.
    pub(super) fn next(&self, after: Millis) -> Option<Millis> {
        let after = Timestamp::from_millisecond(after).ok()?;
        let local = self.zone.to_datetime(after);
        let mut date = local.date();
        let mut minute = minute_of_day(local) + 1;
        for _ in 0..DAYS {
            let weekday = date.weekday().to_sunday_zero_offset();
            if self.cron.fits_day(positive(date.month()), positive(date.day()), positive(weekday)) {
                while let Some(at) = self.cron.minute_from(minute) {
                    let (hour, of_hour) = (at / 60, at % 60);
                    let time = date.at(i8::try_from(hour).ok()?, i8::try_from(of_hour).ok()?, 0, 0);
                    let moment = self.moment(time)?;
                    // Not so for the second hour of two, and for what does not exist and came already.
                    if moment > after {
                        return Some(moment.as_millisecond());
                    }
                    minute = at + 1;
                }
            }
            date = date.tomorrow().ok()?;
            minute = 0;
        }
        None
    }

    /// Returns the moment of a local time: the first of two, or the end of the gap that it is in.
    fn moment(&self, time: DateTime) -> Option<Timestamp> {
        let moment = self.zone.to_ambiguous_timestamp(time);
        match moment.offset() {
            AmbiguousOffset::Gap { after, .. } => {
                // Read with what holds behind the gap, the time lies before it.
                let before = after.to_timestamp(time).ok()?;
                Some(self.zone.following(before).next()?.timestamp())
            }
            _ => moment.earlier().ok(),
        }
    }
}

fn minute_of_day(time: DateTime) -> u16 {
    u16::try_from(time.hour()).unwrap_or(0) * 60 + u16::try_from(time.minute()).unwrap_or(0)
}

fn positive(number: i8) -> u32 {
    u32::try_from(number).unwrap_or(0)
}
