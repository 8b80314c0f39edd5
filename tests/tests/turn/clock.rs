//! What happens by the clock: schedules fire, and sessions end with which nobody goes on.

use crate::{calling, saying};
use hookwire_host::engine::Incoming;
use hookwire_host::engine::store::{Owner, Page, Schedule};
use hookwire_host::engine::{NewSchedule, ScheduleError};
use hookwire_tests::test_host::TestHost;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A time at which the host's own clock does not look.
const FAR: i64 = 32_503_680_000_000;

fn ada() -> Owner {
    Owner { tenant: "acme".into(), user: "ada".into() }
}

fn once(id: &str) -> Schedule {
    Schedule {
        id: id.into(),
        name: id.into(),
        owner: ada(),
        session: None,
        agent: "default".into(),
        message: id.into(),
        next_at: FAR,
        every_ms: None,
        plugin: None,
    }
}

async fn sessions(host: &TestHost) -> usize {
    let page = Page { limit: 100, ..Page::default() };
    host.store.sessions(Some(&ada()), &page).await.unwrap().len()
}

#[tokio::test]
async fn a_schedule_of_impossible_times_stops_no_other() {
    let host = saying("hi").start().await;
    let early = Schedule { next_at: i64::MIN, every_ms: Some(1000), ..once("early") };
    let rare = Schedule { every_ms: Some(i64::MAX), ..once("rare") };
    for schedule in [&early, &rare, &once("sound")] {
        host.store.add_schedule(schedule).await.unwrap();
    }
    assert!(host.agent().fire_schedules(FAR).await.unwrap() >= 2);
    let left = host.store.schedules(None).await.unwrap();
    assert!(left.iter().all(|it| it.id != "sound"), "{left:?}");
}

#[tokio::test]
async fn a_schedule_of_impossible_times_is_refused() {
    let host = saying("hi").start().await;
    let wanted = |at, every_ms| {
        let message = "hi".into();
        host.agent().schedule(NewSchedule { message, at, every_ms, owner: ada(), ..NewSchedule::default() })
    };
    let century = 100 * 366 * 86_400_000;
    assert!(matches!(wanted(Some(-1), None).await, Err(ScheduleError::TooEarly)));
    assert!(matches!(wanted(None, Some(century + 1)).await, Err(ScheduleError::TooSeldom)));
    wanted(Some(FAR), Some(century)).await.unwrap();
    for id in 1..1000 {
        host.store.add_schedule(&once(&id.to_string())).await.unwrap();
    }
    assert!(matches!(wanted(Some(FAR), None).await, Err(ScheduleError::TooMany)));
}

#[tokio::test]
async fn a_schedule_that_is_due_while_the_host_stops_stays() {
    let host = saying("hi").start().await;
    host.store.add_schedule(&once("milk")).await.unwrap();
    host.agent().finish(Duration::ZERO).await;
    assert_eq!(host.agent().fire_schedules(FAR).await.unwrap(), 0);
    assert_eq!(host.store.schedules(None).await.unwrap(), [once("milk")]);
    assert_eq!(host.log.count("schedule.fired"), 0, "nobody is told of what does not happen yet");
}

#[tokio::test]
async fn a_schedule_that_is_due_in_a_full_house_fires_when_there_is_room() {
    let setup = calling(r#"{ tool = "wait", args = {} }"#).config("[limits]\nturns = 1\nwaiting = 0");
    let host = setup.start().await;
    let sent = host.agent().send(TestHost::message("go")).await.unwrap();
    host.store.add_schedule(&once("milk")).await.unwrap();
    assert_eq!(host.agent().fire_schedules(FAR).await.unwrap(), 0);
    host.log.until("wait", 1).await;
    host.signal();
    TestHost::completed(&host.listen(sent, true).await);
    while host.agent().fire_schedules(FAR).await.unwrap() == 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!((sessions(&host).await, host.store.schedules(None).await.unwrap().len()), (1, 0));
}

#[tokio::test]
async fn a_schedule_that_fires_again_after_a_crash_is_one_message() {
    let host = saying("hi").start().await;
    for _ in 0..2 {
        // As if the host had died between the message and the schedule's next time.
        host.store.add_schedule(&once("milk")).await.unwrap();
        assert_eq!(host.agent().fire_schedules(FAR).await.unwrap(), 1);
        host.log.until("request.end", 1).await;
    }
    assert_eq!((sessions(&host).await, host.log.count("message.received")), (1, 1));
}

#[tokio::test]
async fn a_session_that_expires_is_its_owners() {
    let host = saying("hi").start().await;
    host.send(Incoming { owner: ada(), ..TestHost::message("hello") }).await.unwrap();
    assert_eq!(host.agent().sweep(FAR).await.unwrap(), 1);
    let seen = host.log.all();
    let end = seen.iter().find(|seen| seen.what == "session.end").expect("it ends");
    let (tenant, user) = (end.identity.tenant.as_deref(), end.identity.user.as_deref());
    assert_eq!((tenant, user), (Some("acme"), Some("ada")));
}

#[tokio::test]
async fn the_largest_limits_are_limits() {
    let host = saying("hi").config("[limits]\nturns = 4294967295").start().await;
    TestHost::completed(&host.say("hello").await);
}

#[tokio::test]
async fn a_session_expires_after_the_time_of_the_configuration() {
    let host = saying("hi").config("[sessions]\nexpire = \"1h\"").start().await;
    let before = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    host.say("hello").await;
    let sweep = async |minutes| {
        let at = (before + Duration::from_mins(minutes)).as_millis();
        host.agent().sweep(i64::try_from(at).unwrap()).await.unwrap()
    };
    assert_eq!(sweep(59).await, 0);
    assert_eq!(sweep(62).await, 1);
}
