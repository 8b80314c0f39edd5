//! What plugins want by the clock: their schedules and their methods with `#[every]` and `#[cron]`, on one host and the next.

use crate::faulty::Faulty;
use crate::saying;
use hookwire::cx::{Missed, ScheduleEvent};
use hookwire::plugin::Plugin;
use hookwire::{Cx, Error, Result, plugin};
use hookwire_host::engine::Incoming;
use hookwire_host::engine::store::{Memory, Owner, Page, PluginSchedule, Schedule, Store};
use hookwire_tests::test_host::TestHost;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::Notify;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

/// Makes schedules as it is told, and notes the runs.
#[derive(Debug, Default)]
struct Clock {
    runs: Mutex<Vec<ScheduleEvent>>,
    go_on: Notify,
}

#[plugin(id = "clock", capabilities = [schedule])]
impl Clock {
    #[command("/plan")]
    async fn plan(&self, args: &str, cx: &Cx) -> Result<String> {
        let hour = Duration::from_hours(1);
        let poll = cx.schedule().every("poll", hour);
        match args {
            "once" => cx.schedule().after("once", hour).event("tick", "once").await?,
            "poll" => poll.event("tick", &["a", "b"]).await?,
            "skip" => poll.missed(Missed::Skip).event("tick", "x").await?,
            "each" => poll.missed(Missed::Each).event("tick", "x").await?,
            "twice" => poll.max_runs(2).event("tick", "x").await?,
            "wait" => poll.event("wait", "x").await?,
            "fail" => poll.event("fail", "x").await?,
            "late" => poll.event("never", "x").await?,
            "prompt" => poll.prompt("what is new?").await?,
            "message" => poll.message("remember the milk").await?,
            "cron" => {
                cx.schedule().cron("poll", "0 9 * * mon").zone("Europe/Berlin").event("tick", "x").await?;
            }
            "nowhere" => cx.schedule().cron("poll", "0 9 * * mon").zone("Nowhere").event("tick", "x").await?,
            other => return Err(Error::msg(format!("what is {other}?"))),
        }
        Ok("planned".into())
    }

    #[command("/off")]
    async fn off(&self, args: &str, cx: &Cx) -> Result<String> {
        Ok(cx.schedule().cancel(args).await?.to_string())
    }

    #[command("/planned")]
    async fn planned(&self, cx: &Cx) -> Result<String> {
        let all = cx.schedule().list().await?;
        Ok(all
            .iter()
            .map(|it| format!("{} {} {};", it.name, it.declared, it.runs))
            .collect::<Vec<_>>()
            .concat())
    }

    #[scheduled]
    fn tick(&self, event: &ScheduleEvent) {
        self.runs.lock().unwrap_or_else(PoisonError::into_inner).push(event.clone());
    }

    #[scheduled]
    async fn wait(&self, event: &ScheduleEvent) {
        self.tick(event);
        self.go_on.notified().await;
    }

    #[scheduled]
    fn fail(&self, event: &ScheduleEvent) -> Result<()> {
        self.tick(event);
        if event.run == 1 { Err(Error::msg("no luck")) } else { panic!("no luck at all") }
    }

    #[scheduled(timeout = "20ms")]
    async fn never(&self, event: &ScheduleEvent) {
        self.tick(event);
        std::future::pending::<()>().await;
    }
}

/// Another one, which may not touch what is the other's.
#[derive(Debug, Default)]
struct Thief;

#[plugin(id = "thief", capabilities = [schedule])]
impl Thief {
    #[command("/steal")]
    async fn steal(&self, cx: &Cx) -> Result<String> {
        Ok(format!("{} {}", cx.schedule().list().await?.len(), cx.schedule().cancel("poll").await?))
    }
}

async fn told(host: &TestHost, command: &str) -> String {
    let heard = host.say(command).await;
    heard.outcome.error.unwrap_or(heard.outcome.response)
}

async fn planning(plan: &str) -> TestHost {
    let host = saying("hi").plugin::<Clock>().start().await;
    assert_eq!(told(&host, &format!("/plan {plan}")).await, "planned");
    host
}

/// Returns the one schedule of a plugin.
async fn only(store: &Arc<dyn Store>, plugin: &str) -> Schedule {
    let [schedule] = store.plugin_schedules(plugin).await.unwrap().try_into().unwrap();
    schedule
}

fn wanted(schedule: &Schedule) -> &PluginSchedule {
    schedule.plugin.as_ref().unwrap()
}

/// Fires what is due, waits for its end, and returns how much there was.
async fn fire(host: &TestHost, at: i64) -> usize {
    let fired = host.agent().fire_schedules(at).await.unwrap();
    host.agent().wait_until_idle().await;
    fired
}

/// Returns the runs since the last look.
fn runs(host: &TestHost) -> Vec<ScheduleEvent> {
    let take =
        |clock: &Clock| std::mem::take(&mut *clock.runs.lock().unwrap_or_else(PoisonError::into_inner));
    host.agent().plugins().with_plugin::<Clock, _>(take).expect("it is live")
}

/// Returns how many times each run was told of as missed.
fn missed(host: &TestHost) -> Vec<u64> {
    runs(host).iter().map(|run| run.missed).collect()
}

fn at(millis: i64) -> SystemTime {
    UNIX_EPOCH + Duration::from_millis(millis.try_into().unwrap())
}

#[tokio::test]
async fn a_method_runs_when_it_is_due_and_not_before() {
    let host = planning("poll").await;
    let due = only(&host.store, "clock").await.next_at;
    assert_eq!(fire(&host, due - 1).await, 0);
    assert_eq!(runs(&host), []);
    assert_eq!(fire(&host, due + 5000).await, 1);
    let [run] = runs(&host).try_into().unwrap();
    assert_eq!((&*run.schedule, run.due, run.late), ("poll", at(due), Duration::from_secs(5)));
    assert_eq!((run.run, run.missed, run.interrupted), (1, 0, false));
    assert_eq!(run.payload, serde_json::json!(["a", "b"]));
    assert_eq!(only(&host.store, "clock").await.next_at, due + HOUR);
    assert_eq!(fire(&host, due + 5000).await, 0);
    assert_eq!(told(&host, "/planned").await, "poll false 1;");
    assert_eq!((host.log.count("schedule.created"), host.log.count("schedule.fired")), (1, 1));
    let fired = &host.log.at("schedule.fired")[0];
    assert_eq!((&fired["name"], &fired["late_ms"]), (&"poll".into(), &5000.into()));
}

#[tokio::test]
async fn a_schedule_for_one_moment_runs_once_and_is_gone() {
    let host = planning("once").await;
    let due = only(&host.store, "clock").await.next_at;
    assert_eq!((fire(&host, due).await, runs(&host).len()), (1, 1));
    assert_eq!(told(&host, "/planned").await, "");
}

#[tokio::test]
async fn a_schedule_is_called_off_by_its_plugin_alone() {
    let host = saying("hi").plugin::<Clock>().plugin::<Thief>().start().await;
    told(&host, "/plan poll").await;
    assert_eq!(told(&host, "/steal").await, "0 false");
    assert_eq!(told(&host, "/off poll").await, "true");
    assert_eq!(told(&host, "/off poll").await, "false");
    assert_eq!(host.log.count("schedule.cancelled"), 1);
}

#[tokio::test]
async fn missed_times_are_run_once_and_told() {
    let host = planning("poll").await;
    let due = only(&host.store, "clock").await.next_at;
    fire(&host, due + 3 * HOUR + 1).await;
    let [run] = runs(&host).try_into().unwrap();
    assert_eq!((run.due, run.missed, run.late), (at(due), 3, Duration::from_millis(3 * 3_600_000 + 1)));
    assert_eq!(only(&host.store, "clock").await.next_at, due + 4 * HOUR);
}

#[tokio::test]
async fn missed_times_are_skipped_if_the_plugin_likes_and_told_with_the_next_run() {
    let host = planning("skip").await;
    let due = only(&host.store, "clock").await.next_at;
    fire(&host, due + 3 * HOUR + 2 * MINUTE).await;
    assert!(missed(&host).is_empty());
    fire(&host, due + 4 * HOUR).await;
    assert_eq!(missed(&host), [4]);
    // A little late is not missed.
    fire(&host, due + 5 * HOUR + MINUTE).await;
    assert_eq!(missed(&host), [0]);
}

#[tokio::test]
async fn missed_times_are_run_each_if_the_plugin_likes() {
    let host = planning("each").await;
    let due = only(&host.store, "clock").await.next_at;
    for _ in 0..5 {
        fire(&host, due + 3 * HOUR + 1).await;
    }
    let times: Vec<_> = runs(&host).iter().map(|run| run.due).collect();
    assert_eq!(times, [0, 1, 2, 3].map(|hours| at(due + hours * HOUR)));
}

#[tokio::test]
async fn a_schedule_ends_after_its_last_run() {
    let host = planning("twice").await;
    let due = only(&host.store, "clock").await.next_at;
    for hours in 0..3 {
        fire(&host, due + hours * HOUR).await;
    }
    assert_eq!(runs(&host).iter().map(|run| run.run).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(host.store.plugin_schedules("clock").await.unwrap(), []);
}

#[tokio::test]
async fn cron_is_due_in_its_zone() {
    let host = planning("cron").await;
    let due = only(&host.store, "clock").await.next_at;
    fire(&host, due).await;
    let next = only(&host.store, "clock").await.next_at;
    // A week, give or take the hour of a change of clocks.
    assert!((next - due - 7 * 24 * HOUR).abs() <= HOUR, "{due} {next}");
    let error = told(&host, "/plan nowhere").await;
    assert!(
        error.contains("there is no time zone `Nowhere`; write one as `Europe/Berlin` or `UTC`"),
        "{error}"
    );
}

#[tokio::test]
async fn a_prompt_is_asked_in_a_session_of_its_own_each_time() {
    let host = planning("prompt").await;
    let due = only(&host.store, "clock").await.next_at;
    for hours in 0..2 {
        assert_eq!(fire(&host, due + hours * HOUR).await, 1);
    }
    let page = Page { limit: 10, ..Page::default() };
    let sessions = host.store.sessions(Some(&Owner::default()), &page).await.unwrap();
    assert_eq!(sessions.len(), 2);
    for session in sessions {
        assert_eq!(host.lines(&session.id).await, ["User: what is new?", "Assistant: hi"]);
    }
}

#[tokio::test]
async fn a_message_goes_into_the_session_and_goes_with_it() {
    let host = saying("hi").plugin::<Clock>().start().await;
    let ada = Owner { tenant: "acme".into(), user: "ada".into() };
    let first = host.send(Incoming { owner: ada.clone(), ..TestHost::message("hello") }).await.unwrap();
    let session = first.session().to_owned();
    let plan = Incoming { owner: ada.clone(), ..TestHost::reply(&session, "/plan message") };
    assert_eq!(host.send(plan).await.unwrap().outcome.response, "planned");
    let due = only(&host.store, "clock").await.next_at;
    assert_eq!(fire(&host, due).await, 1);
    host.agent().wait_until_session_idle(&session).await;
    let lines = host.lines(&session).await;
    assert_eq!(lines[2..], ["User: remember the milk", "Assistant: hi"], "{lines:?}");
    // It is no schedule of the person's.
    assert_eq!(host.store.schedules(Some(&ada)).await.unwrap(), []);
    host.store.delete_session(&session).await.unwrap();
    assert_eq!(host.store.plugin_schedules("clock").await.unwrap(), []);
}

#[tokio::test]
async fn a_message_that_is_sent_again_after_a_crash_is_one() {
    let host = planning("prompt").await;
    let due = only(&host.store, "clock").await;
    for _ in 0..2 {
        assert_eq!(fire(&host, due.next_at).await, 1);
        // As if the host had died between the message and the schedule's next time.
        let moved = only(&host.store, "clock").await.next_at;
        assert!(host.store.advance_schedule(&due.id, moved, Some(&due)).await.unwrap());
    }
    assert_eq!(host.log.count("message.received"), 1);
}

#[tokio::test]
async fn a_run_that_takes_its_time_is_the_only_one() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let host = saying("hi").plugin::<Clock>().store(&store).start().await;
    told(&host, "/plan wait").await;
    let due = only(&store, "clock").await.next_at;
    assert_eq!(host.agent().fire_schedules(due).await.unwrap(), 1);
    host.log.until("schedule.fired", 1).await;
    assert_eq!(host.agent().fire_schedules(due + HOUR).await.unwrap(), 0);
    // Another host on the same store.
    let other = saying("hi").plugin::<Clock>().store(&store).start().await;
    assert_eq!(fire(&other, due + HOUR).await, 0);
    assert_eq!(runs(&other), []);
    host.agent().plugins().with_plugin::<Clock, _>(|clock| clock.go_on.notify_one()).unwrap();
    host.agent().wait_until_idle().await;
    assert_eq!(runs(&host).len(), 1);
    assert_eq!(only(&store, "clock").await.next_at, due + HOUR);
}

#[tokio::test]
async fn of_two_hosts_that_find_the_same_run_one_runs_it() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let hosts = [
        saying("hi").plugin::<Clock>().store(&store).start().await,
        saying("hi").plugin::<Clock>().store(&store).start().await,
    ];
    told(&hosts[0], "/plan poll").await;
    let due = only(&store, "clock").await.next_at;
    for hours in 0..20 {
        let [one, other] = &hosts;
        tokio::join!(fire(one, due + hours * HOUR), fire(other, due + hours * HOUR));
    }
    let mut numbers: Vec<_> = hosts.iter().flat_map(runs).map(|run| run.run).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_run_that_a_dead_host_began_is_begun_again_and_says_so() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let host = saying("hi").plugin::<Clock>().store(&store).start().await;
    told(&host, "/plan poll").await;
    let schedule = only(&store, "clock").await;
    assert_eq!(store.claim_schedule(&schedule.id, schedule.next_at).await.unwrap(), Some(1));
    assert_eq!(fire(&host, schedule.next_at).await, 0);
    drop(host);
    let next = saying("hi").plugin::<Clock>().store(&store).start().await;
    next.agent().resume().await.unwrap();
    assert_eq!(fire(&next, schedule.next_at).await, 1);
    let [run] = runs(&next).try_into().unwrap();
    assert!(run.interrupted, "{run:?}");
    fire(&next, schedule.next_at + HOUR).await;
    assert!(!runs(&next)[0].interrupted);
}

#[tokio::test]
async fn a_run_that_fails_panics_or_takes_too_long_is_followed_by_the_next() {
    for plan in ["fail", "late"] {
        let host = planning(plan).await;
        let due = only(&host.store, "clock").await.next_at;
        for hours in 0..3 {
            assert_eq!(fire(&host, due + hours * HOUR).await, 1, "{plan}");
        }
        assert_eq!(runs(&host).iter().map(|run| run.run).collect::<Vec<_>>(), [1, 2, 3], "{plan}");
        TestHost::completed(&host.say("hello").await);
    }
}

#[tokio::test(start_paused = true)]
async fn a_run_whose_end_cannot_be_kept_is_not_repeated() {
    let (faulty, store) = Faulty::at(&["advance_schedule"]);
    let host = saying("hi").plugin::<Clock>().store(&store).start().await;
    told(&host, "/plan poll").await;
    let due = only(&store, "clock").await.next_at;
    assert_eq!(host.agent().fire_schedules(due).await.unwrap(), 1);
    tokio::time::sleep(Duration::from_secs(10)).await;
    assert_eq!(host.agent().fire_schedules(due).await.unwrap(), 0);
    faulty.fail(&[]);
    host.agent().wait_until_idle().await;
    assert_eq!((runs(&host).len(), only(&store, "clock").await.next_at), (1, due + HOUR));
}

#[tokio::test]
async fn what_a_plugin_wants_waits_while_it_is_off() {
    let host = planning("poll").await;
    let due = only(&host.store, "clock").await.next_at;
    host.agent().plugins().disable("clock").await.unwrap();
    assert_eq!(fire(&host, due).await, 0);
    host.agent().plugins().enable("clock").await.unwrap();
    assert_eq!(fire(&host, due + 2 * HOUR).await, 1);
    assert_eq!(missed(&host), [2]);
}

#[tokio::test]
async fn past_the_quota_a_schedule_is_refused() {
    let host = planning("poll").await;
    let poll = only(&host.store, "clock").await;
    for number in 1..1000 {
        let name = number.to_string();
        let one = Schedule { id: name.clone(), name, ..poll.clone() };
        assert!(host.store.put_plugin_schedule(&one, u64::MAX).await.unwrap());
    }
    assert_eq!(told(&host, "/plan poll").await, "planned");
    let error = told(&host, "/plan once").await;
    assert!(error.contains("`clock` has 1000 schedules, which is the limit; call some off with"), "{error}");
}

// ===== Methods with an attribute =====

/// Counts its runs.
#[derive(Debug, Default)]
struct Tidy(Mutex<Vec<ScheduleEvent>>);

#[plugin(id = "tidy")]
impl Tidy {
    /// Tidies up.
    #[every("1h", jitter = "10m", missed = "skip")]
    async fn tidy(&self, event: &ScheduleEvent, cx: &Cx) -> Result<()> {
        cx.kv().set("tidied", &event.run).await?;
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(event.clone());
        Ok(())
    }
}

/// What the plugin is in its next version.
#[derive(Debug, Default)]
struct TidyMore;

#[plugin(id = "tidy")]
impl TidyMore {
    #[every("2h")]
    fn tidy(&self) {}

    #[cron("0 9 * * *", zone = "Europe/Berlinn")]
    fn nowhere(&self) {}
}

async fn resumed<P: Plugin>(store: &Arc<dyn Store>) -> TestHost {
    let host = saying("hi").plugin::<P>().store(store).start().await;
    host.agent().resume().await.unwrap();
    host
}

#[tokio::test]
async fn a_method_with_an_attribute_runs_by_the_clock_on_this_host_and_the_next() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let host = resumed::<Tidy>(&store).await;
    let first = only(&store, "tidy").await;
    assert!(wanted(&first).declared && first.name == "tidy");
    let put_off = first.next_at - wanted(&first).due_at;
    assert!((0..=10 * MINUTE).contains(&put_off), "the jitter is {put_off} ms");
    // The second host makes no second one, and begins no interval anew.
    let other = resumed::<Tidy>(&store).await;
    assert_eq!(only(&store, "tidy").await, first);
    assert_eq!(fire(&other, first.next_at).await, 1);
    assert_eq!(fire(&host, first.next_at).await, 0);
    let run = |tidy: &Tidy| tidy.0.lock().unwrap().pop();
    let run = other.agent().plugins().with_plugin::<Tidy, _>(run).unwrap().unwrap();
    assert_eq!((run.run, run.due), (1, at(wanted(&first).due_at)));
    assert_eq!(run.late, Duration::from_millis(put_off.try_into().unwrap()));
    assert_eq!(wanted(&only(&store, "tidy").await).due_at, wanted(&first).due_at + HOUR);
}

#[tokio::test]
async fn a_schedule_of_an_attribute_is_what_the_attribute_says_now() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    drop(resumed::<Tidy>(&store).await);
    let first = only(&store, "tidy").await;
    // The method in a zone that does not exist has no schedule, and disturbs no other.
    drop(resumed::<TidyMore>(&store).await);
    let second = only(&store, "tidy").await;
    assert_ne!(second.id, first.id);
    assert_eq!((wanted(&second).missed, wanted(&second).jitter), (Missed::RunOnce, Duration::ZERO));
    drop(resumed::<Clock>(&store).await);
    assert_eq!(store.plugin_schedules("tidy").await.unwrap(), []);
}

#[tokio::test]
async fn a_schedule_of_an_attribute_cannot_be_called_off() {
    let host = saying("hi").plugin::<Bell>().start().await;
    host.agent().resume().await.unwrap();
    let error = told(&host, "/quiet").await;
    assert!(error.contains("the schedule `ring` is made by an attribute of the method"), "{error}");
    assert_eq!(host.store.plugin_schedules("bell").await.unwrap().len(), 1);
}

/// Would like to be quiet.
#[derive(Debug, Default)]
struct Bell;

#[plugin(id = "bell", capabilities = [schedule])]
impl Bell {
    #[every("1h")]
    fn ring(&self) {}

    #[command("/quiet")]
    async fn quiet(&self, cx: &Cx) -> Result<String> {
        Ok(cx.schedule().cancel("ring").await?.to_string())
    }
}
