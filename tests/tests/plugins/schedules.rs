//! Schedules that plugins make: what they may say, how many there may be, and what a test finds of them.

use hookwire::cx::{
    Cancel, Identity, Missed, RequestKind, ScheduleAction, ScheduleBuilder, ScheduleError, ScheduleEvent,
    Schedules, Trigger,
};
use hookwire::plugin::{Capability, Contribution, DeclaredTrigger, Plugin, ScheduleDecl};
use hookwire::test::Kit;
use hookwire::{Cx, Error, Plugins, Registry, Result, plugin};
use serde_json::{Value, json};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Runs by the clock.
#[derive(Default)]
struct Clock;

#[plugin(id = "clock", capabilities = [schedule])]
impl Clock {
    /// Looks at a page.
    #[scheduled(timeout = "5s")]
    async fn look(&self, event: &ScheduleEvent, cx: &Cx) -> Result<()> {
        cx.info(format!("{} {} {:?} {}", event.schedule, event.payload, event.late, event.missed));
        if event.payload == json!("fail") { Err(Error::msg("no luck")) } else { Ok(()) }
    }

    /// Tidies up.
    #[every("5m", jitter = "30s", missed = "each")]
    fn tidy(&self, cx: &Cx) {
        cx.info("tidy");
    }

    #[cron("0 9 * * mon", zone = "Europe/Berlin", missed = "skip")]
    async fn report(&self) {}
}

/// Has a method of the same name, and has not declared that it makes schedules.
#[derive(Default)]
struct Shy;

#[plugin(id = "shy")]
impl Shy {
    #[command("/list")]
    async fn list(&self, cx: &Cx) -> Result<String> {
        Ok(cx.schedule().list().await?.len().to_string())
    }

    #[command("/cancel")]
    async fn cancel(&self, cx: &Cx) -> Result<String> {
        Ok(cx.schedule().cancel("a").await?.to_string())
    }

    #[command("/every")]
    async fn every(&self, cx: &Cx) -> Result<String> {
        cx.schedule().every("a", Duration::from_mins(1)).event("tidy", "x").await?;
        Ok("made".into())
    }

    #[every("1h")]
    fn tidy(&self) {}
}

const MINUTE: Duration = Duration::from_mins(1);

fn cx(kit: &Kit) -> Cx {
    kit.cx_of("clock")
}

async fn refusal(result: impl Future<Output = Result<()>>) -> String {
    result.await.unwrap_err().to_string()
}

#[tokio::test]
async fn a_plugin_that_has_not_declared_it_is_refused_with_the_cure() {
    assert_eq!(Clock::MANIFEST.permissions.capabilities, [Capability::Schedule]);
    let kit = Kit::of::<Shy>().start().await;
    for command in ["/list", "/cancel", "/every"] {
        let error = kit.command(command, "").await.unwrap_err().to_string();
        assert_eq!(
            error,
            "`shy` makes schedules without declaring it; add `capabilities = [schedule]` to its `#[plugin(..)]`"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_schedule_is_made_replaced_listed_and_called_off() {
    let kit = Kit::of::<Clock>().and::<Shy>().clock(UNIX_EPOCH + MINUTE).start().await;
    let cx = cx(&kit);
    cx.schedule().every("poll", MINUTE).event("look", "a").await.unwrap();
    cx.schedule().once("bell", UNIX_EPOCH).missed(Missed::Skip).prompt("ring").await.unwrap();
    cx.schedule().after("later", 9 * MINUTE).event("look", &json!({ "x": 1 })).await.unwrap();
    cx.schedule().every("poll", 2 * MINUTE).event("look", "b").await.unwrap();
    let listed = cx.schedule().list().await.unwrap();
    assert_eq!(listed, kit.schedules("clock"));
    let names: Vec<_> = listed.iter().map(|it| (&*it.name, it.next)).collect();
    let at = |minutes| UNIX_EPOCH + minutes * MINUTE;
    assert_eq!(names, [("bell", at(0)), ("poll", at(3)), ("later", at(10))]);
    let poll = &listed[1];
    let event = ScheduleAction::Event { method: "look".into(), payload: json!("b") };
    assert_eq!((&poll.trigger, &poll.action, poll.runs), (&Trigger::Every(2 * MINUTE), &event, 0));
    assert!(cx.schedule().cancel("poll").await.unwrap());
    assert!(!cx.schedule().cancel("poll").await.unwrap());
    assert_eq!(kit.schedules("clock").len(), 2);
    assert_eq!(kit.schedules("shy"), []);
}

async fn look(builder: ScheduleBuilder<'_>) -> String {
    refusal(builder.event("look", &Value::Null)).await
}

#[tokio::test]
async fn what_cannot_be_a_schedule_is_refused_with_the_cure() {
    let kit = Kit::of::<Clock>().start().await;
    let cx = cx(&kit);
    let every = |interval| cx.schedule().every("a", interval);
    let cron = |expression: &str| cx.schedule().cron("a", expression);
    let long = "n".repeat(Schedules::MOST_NAME_BYTES + 1);
    for name in ["", "a\nb", &long] {
        let text = look(cx.schedule().every(name, MINUTE)).await;
        assert!(text.contains("is no name of a schedule: a name has 1 to 256 bytes"), "{text}");
    }
    for interval in [Duration::ZERO, Duration::from_millis(999), Schedules::LONGEST + MINUTE] {
        let text = look(every(interval)).await;
        assert!(text.ends_with("the interval is from one second to 100 years"), "{text}");
    }
    let days = Duration::from_hours(25);
    for builder in [
        every(MINUTE).jitter(MINUTE),
        cron("0 9 * * mon").jitter(days),
        cron("*/5 9 * * mon").jitter(5 * MINUTE),
        cron("58,2 23,0 * * *").jitter(4 * MINUTE),
    ] {
        let text = look(builder).await;
        assert!(text.ends_with("a jitter is shorter than the interval, and at most a day"), "{text}");
    }
    let text = look(cron("0 25 * * *")).await;
    assert_eq!(text, "`25` is no hour: it is a number from 0 to 23, or `*`");
    let text = look(every(MINUTE).max_runs(0)).await;
    assert_eq!(text, "a schedule with `max_runs(0)` never runs; leave it out for no end");
    let text = refusal(every(MINUTE).prompt(" ")).await;
    assert_eq!(text, "the text of a schedule is empty; say something");
    let text = refusal(every(MINUTE).prompt("x".repeat(Schedules::MOST_BYTES + 1))).await;
    assert_eq!(text, "what a schedule carries has 65537 bytes, the limit is 65536; keep it with `cx.kv()`");
    let text = refusal(every(MINUTE).message("hi")).await;
    assert_eq!(text, "a message needs a session, and the request has none; ask with `prompt` instead");
    let text = refusal(every(MINUTE).event("lok", "x")).await;
    assert_eq!(text, "`clock` has no method `lok` that is marked `#[scheduled]`; did you mean `look`?");
    let text = look(cx.schedule().every("tidy", MINUTE)).await;
    assert_eq!(
        text,
        "the schedule `tidy` is made by an attribute of the method; change it there, or take another name"
    );
    assert_eq!(kit.schedules("clock"), []);
}

#[tokio::test]
async fn a_plugin_has_only_so_many_schedules() {
    let kit = Kit::of::<Clock>().start().await;
    let cx = cx(&kit);
    let add = async |name: String| cx.schedule().every(name, MINUTE).event("look", "x").await;
    for number in 0..Schedules::MOST {
        add(number.to_string()).await.unwrap();
    }
    let error = add("one more".into()).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "`clock` has 1000 schedules, which is the limit; call some off with `cx.schedule().cancel(..)`"
    );
    assert!(matches!(error.downcast_ref(), Some(ScheduleError::TooMany { most: 1000, .. })));
    add("7".into()).await.unwrap();
}

#[tokio::test]
async fn a_message_goes_into_the_session_of_the_request() {
    let kit = Kit::of::<Clock>().start().await;
    let mut identity = Identity::default();
    identity.session = Some("s1".into());
    let cx = cx(&kit.with_identity(identity));
    cx.schedule().once("a", SystemTime::now()).message("hi").await.unwrap();
    let message = ScheduleAction::Message { session: "s1".into(), text: "hi".into() };
    assert_eq!(kit.schedules("clock")[0].action, message);
}

#[tokio::test]
async fn on_a_public_route_a_schedule_sends_nothing() {
    let kit = Kit::of::<Clock>().start().await;
    let mut identity = Identity::default();
    (identity.kind, identity.session) = (RequestKind::Public, Some("s1".into()));
    let cx = cx(&kit.with_identity(identity));
    let bell = || cx.schedule().after("a", MINUTE);
    for error in [refusal(bell().prompt("hi")).await, refusal(bell().message("hi")).await] {
        assert!(error.starts_with("nobody is known who asks on a public route"), "{error}");
    }
    bell().event("look", "x").await.unwrap();
}

#[tokio::test]
async fn a_method_that_runs_by_the_clock_can_be_run_by_a_test() {
    let kit = Kit::of::<Clock>().and::<Shy>().start().await;
    let mut event = ScheduleEvent::new("poll", UNIX_EPOCH, json!("page"));
    (event.late, event.missed) = (MINUTE, 4);
    kit.run_scheduled("clock", "look", event.clone()).await.unwrap();
    kit.run_scheduled("clock", "tidy", event.clone()).await.unwrap();
    let logged: Vec<_> = kit.logs().into_iter().map(|line| line.message).collect();
    assert_eq!(logged, ["poll \"page\" 60s 4", "tidy"]);
    event.payload = json!("fail");
    assert_eq!(kit.run_scheduled("clock", "look", event.clone()).await.unwrap_err().to_string(), "no luck");
    let error = kit.run_scheduled("clock", "tydi", event).await.unwrap_err().to_string();
    assert!(error.contains("clock/tydi") && error.contains("did you mean `clock/tidy`?"), "{error}");
}

#[test]
fn attributes_are_contributions_with_what_they_say() {
    let of = |method: &str| {
        let mut all = Clock::MANIFEST.contributions_of::<ScheduleDecl>();
        all.find(|decl| decl.method() == method).unwrap()
    };
    let tidy = of("tidy");
    assert_eq!((tidy.name, tidy.description), ("clock/tidy", "Tidies up."));
    assert_eq!(tidy.trigger, Some(DeclaredTrigger::Every(5 * MINUTE)));
    assert_eq!((tidy.jitter, tidy.missed, tidy.limit()), (MINUTE / 2, Missed::Each, 10 * MINUTE));
    let zone = "Europe/Berlin";
    assert_eq!(of("report").trigger, Some(DeclaredTrigger::Cron { expression: "0 9 * * mon", zone }));
    assert_eq!((of("look").trigger, of("look").limit()), (None, Duration::from_secs(5)));
    let titles: Vec<_> = Clock::MANIFEST.contributions.iter().map(|it| it.title()).collect();
    assert_eq!(titles, ["look", "tidy: every 5m", "report: 0 9 * * mon (Europe/Berlin)"]);
    assert!(tidy.line > of("look").line && tidy.line < of("report").line);
    let details = tidy.details();
    assert_eq!((&details["trigger"], &details["missed"]), (&json!("every 5m"), &json!("each")));
    // Methods of one name in two plugins are no conflict.
    Registry::of(&[Clock::MANIFEST, Shy::MANIFEST]).unwrap();
}

#[tokio::test]
async fn a_host_that_keeps_no_schedules_says_so() {
    let plugins = Plugins::of(Registry::of(&[Clock::MANIFEST]).unwrap()).start().await.unwrap();
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let error = cx.schedule().list().await.unwrap_err().to_string();
    assert_eq!(error, "schedules cannot be kept: this host keeps none for plugins");
}
