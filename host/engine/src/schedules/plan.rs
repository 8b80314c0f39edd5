use crate::store::{PluginSchedule, Schedule};
use crate::time::Millis;
use crate::triggers::{Times, put_off};
use hookwire::cx::{Missed, ScheduleError};

/// By how much a run has to be late for its time to be missed, and not only late, in milliseconds.
const MISSED: Millis = 60_000;

/// What is to be done with a plugin's schedule that is due.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    /// Whether it runs now; else its time is passed over.
    pub(super) runs: bool,
    /// How many times passed since the last run without one.
    pub(super) missed: u64,
    /// The schedule as it is afterwards; `None` if it is at its end.
    pub(super) next: Option<Schedule>,
}

/// Returns what is to be done with a plugin's schedule that is due at `now`.
pub(super) fn plan(schedule: &Schedule, wanted: &PluginSchedule, now: Millis) -> Result<Plan, ScheduleError> {
    let times = Times::of(&wanted.trigger)?;
    let due = wanted.due_at;
    // What was put off is put off for the times behind it as well.
    let until = now.saturating_sub(schedule.next_at.saturating_sub(due)).max(due);
    let passed = times.count(due, until);
    let is_missed = now.saturating_sub(schedule.next_at) > MISSED;
    Ok(match wanted.missed {
        Missed::Skip if is_missed => {
            let skipped = PluginSchedule {
                skipped: wanted.skipped.saturating_add(passed).saturating_add(1),
                ..wanted.clone()
            };
            let next = moved(schedule, skipped, times.next(due, until));
            Plan { runs: false, missed: 0, next }
        }
        Missed::Each => {
            let next = moved(schedule, ran(wanted, now), times.next(due, due));
            Plan { runs: true, missed: wanted.skipped, next }
        }
        Missed::RunOnce | Missed::Skip => {
            let next = moved(schedule, ran(wanted, now), times.next(due, until));
            Plan { runs: true, missed: wanted.skipped.saturating_add(passed), next }
        }
    })
}

fn ran(wanted: &PluginSchedule, now: Millis) -> PluginSchedule {
    PluginSchedule { runs: wanted.runs + 1, skipped: 0, last_run: Some(now), ..wanted.clone() }
}

/// Returns a schedule at its next time, unless there is none or it has had all its runs.
fn moved(schedule: &Schedule, wanted: PluginSchedule, due: Option<Millis>) -> Option<Schedule> {
    let due_at = due.filter(|_| wanted.max_runs.is_none_or(|most| wanted.runs < most))?;
    let next_at = put_off(due_at, wanted.jitter);
    Some(Schedule { next_at, plugin: Some(PluginSchedule { due_at, ..wanted }), ..schedule.clone() })
}

#[cfg(test)]
mod tests {
    use super::plan;
    use crate::store::{Owner, PluginSchedule, Schedule};
    use hookwire::cx::{Missed, ScheduleAction, Trigger};
    use std::time::{Duration, UNIX_EPOCH};

    const MINUTE: i64 = 60_000;

    fn schedule(trigger: Trigger, missed: Missed, max_runs: Option<u64>) -> Schedule {
        let wanted = PluginSchedule {
            plugin: "clock".into(),
            declared: false,
            trigger,
            jitter: Duration::ZERO,
            action: ScheduleAction::Prompt { text: "hi".into() },
            max_runs,
            missed,
            due_at: 10 * MINUTE,
            runs: 0,
            skipped: 0,
            last_run: None,
        };
        Schedule {
            id: "id".into(),
            name: "name".into(),
            owner: Owner::default(),
            session: None,
            agent: String::new(),
            message: String::new(),
            next_at: 10 * MINUTE,
            every_ms: None,
            plugin: Some(wanted),
        }
    }

    /// Returns, look by look, when a schedule ran, how many missed times it was told of, and when it is due next.
    fn looks(mut schedule: Schedule, at: &[i64]) -> Vec<(bool, u64, Option<i64>)> {
        let mut seen = Vec::new();
        for now in at {
            let plan = plan(&schedule, schedule.plugin.as_ref().unwrap(), now * MINUTE).unwrap();
            seen.push((plan.runs, plan.missed, plan.next.as_ref().map(|next| next.next_at / MINUTE)));
            match plan.next {
                Some(next) => schedule = next,
                None => break,
            }
        }
        seen
    }

    fn every(minutes: u64, missed: Missed) -> Schedule {
        schedule(Trigger::Every(Duration::from_secs(60 * minutes)), missed, None)
    }

    #[test]
    fn missed_times_are_run_once_or_not_at_all_or_each() {
        // Due every 10 minutes from 10 on; nobody was there from 25 to 55.
        let once = looks(every(10, Missed::RunOnce), &[10, 20, 55, 60]);
        assert_eq!(
            once,
            [(true, 0, Some(20)), (true, 0, Some(30)), (true, 2, Some(60)), (true, 0, Some(70))]
        );
        let skipped = looks(every(10, Missed::Skip), &[10, 20, 55, 60]);
        assert_eq!(
            skipped,
            [(true, 0, Some(20)), (true, 0, Some(30)), (false, 0, Some(60)), (true, 3, Some(70))]
        );
        let each = looks(every(10, Missed::Each), &[10, 20, 55, 55, 55, 60]);
        let next: Vec<_> = each.iter().map(|(runs, missed, next)| (*runs, *missed, next.unwrap())).collect();
        assert_eq!(next, [20, 30, 40, 50, 60, 70].map(|next| (true, 0, next)));
    }

    #[test]
    fn one_that_is_due_once_ends_whether_it_ran_or_not() {
        let at = Trigger::At(UNIX_EPOCH + Duration::from_mins(10));
        assert_eq!(looks(schedule(at.clone(), Missed::RunOnce, None), &[90]), [(true, 0, None)]);
        assert_eq!(looks(schedule(at.clone(), Missed::Skip, None), &[90]), [(false, 0, None)]);
        assert_eq!(looks(schedule(at, Missed::Skip, None), &[11]), [(true, 0, None)]);
    }

    #[test]
    fn a_schedule_ends_after_its_last_run() {
        let twice = schedule(Trigger::Every(Duration::from_mins(10)), Missed::RunOnce, Some(2));
        assert_eq!(looks(twice, &[10, 20]), [(true, 0, Some(20)), (true, 0, None)]);
    }

    #[test]
    fn what_is_put_off_keeps_the_beat() {
        let mut wanted = every(10, Missed::RunOnce);
        wanted.plugin.as_mut().unwrap().jitter = Duration::from_mins(9);
        for _ in 0..100 {
            let due = wanted.plugin.as_ref().unwrap().due_at;
            let plan = plan(&wanted, wanted.plugin.as_ref().unwrap(), wanted.next_at).unwrap();
            assert_eq!((plan.runs, plan.missed), (true, 0));
            wanted = plan.next.unwrap();
            let next = wanted.plugin.as_ref().unwrap().due_at;
            assert_eq!(next, due + 10 * MINUTE);
            assert!((next..=next + 9 * MINUTE).contains(&wanted.next_at));
        }
    }
}
