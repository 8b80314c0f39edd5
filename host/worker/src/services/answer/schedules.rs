use super::super::reply::HostReply;
use super::super::request::ScheduleCall;
use hookwire::cx::{NewSchedule, ScheduleAction, Trigger};
use hookwire::remote::RemoteError;
use hookwire::{Cx, Result};

pub(super) async fn answer(cx: &Cx, call: ScheduleCall) -> Result<HostReply> {
    Ok(match call {
        ScheduleCall::Put { schedule } => {
            put(cx, schedule).await?;
            HostReply::Done
        }
        ScheduleCall::List => HostReply::Schedules { schedules: cx.schedule().list().await? },
        ScheduleCall::Cancel { name } => HostReply::Flag { is: cx.schedule().cancel(&name).await? },
    })
}

async fn put(cx: &Cx, schedule: NewSchedule) -> Result<()> {
    let NewSchedule { name, trigger, jitter, action, max_runs, missed, .. } = schedule;
    let schedules = cx.schedule();
    let mut wanted = match trigger {
        Trigger::At(at) => schedules.once(name, at),
        Trigger::Every(interval) => schedules.every(name, interval),
        Trigger::Cron { expression, zone } => schedules.cron(name, expression).zone(zone),
    };
    wanted = wanted.jitter(jitter).missed(missed);
    if let Some(runs) = max_runs {
        wanted = wanted.max_runs(runs);
    }
    match action {
        ScheduleAction::Message { session, text } => {
            if cx.identity().session.as_ref() != Some(&session) {
                let why = "it schedules a message for a session that is not the one of its context".into();
                return Err(RemoteError::Forged { why }.into());
            }
            wanted.message(text).await
        }
        ScheduleAction::Prompt { text } => wanted.prompt(text).await,
        ScheduleAction::Event { method, payload } => wanted.event(&method, &payload).await,
    }
}
