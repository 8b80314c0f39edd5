//! A host with 10,000 schedules is killed in the middle of them, over and over: no run is lost, none is early, and one that
//! is begun twice says so.

use crate::mortal::{Chance, Mortal};
use hookwire::cx::{Missed, ScheduleAction, Trigger};
use hookwire::points::MessageRole::{Assistant, User};
use hookwire_host::engine::store::{Owner, Page, PluginSchedule, Schedule, Store};
use hookwire_host::engine::time::now;
use hookwire_host::store::{Location, open};
use std::collections::HashMap;
use std::io::{Write, stderr};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How many schedules are due once, how many twice, and how many ask an agent.
const ONCE: i64 = 8000;
const TWICE: i64 = 1900;
const PROMPTS: i64 = 100;
/// The time over which they are due, and the beat of those that are due twice, in milliseconds.
const SPREAD: i64 = 12_000;
const BEAT: i64 = 5000;
/// How many runs of a plugin are under way at once.
const AT_ONCE: usize = 16;

fn owner() -> Owner {
    Owner { tenant: "acme".into(), user: "ann".into() }
}

fn schedule(name: &str, due_at: i64, trigger: Trigger, action: ScheduleAction, runs: u64) -> Schedule {
    let wanted = PluginSchedule {
        plugin: "punctual".into(),
        declared: false,
        trigger,
        jitter: Duration::ZERO,
        action,
        max_runs: Some(runs),
        missed: Missed::Each,
        due_at,
        runs: 0,
        skipped: 0,
        last_run: None,
    };
    Schedule {
        id: format!("id of {name}"),
        name: name.into(),
        owner: owner(),
        session: None,
        agent: String::new(),
        message: String::new(),
        next_at: due_at,
        every_ms: None,
        plugin: Some(wanted),
    }
}

/// Fills a store with schedules, the first of which are due already; returns when each is due first.
async fn fill(store: &Arc<dyn Store>) -> HashMap<String, i64> {
    let (begin, total) = (now(), ONCE + TWICE + PROMPTS);
    let mut due = HashMap::new();
    for number in 0..total {
        let at = begin + SPREAD * (number * 7919 % total) / total;
        let trigger = Trigger::Every(Duration::from_millis(BEAT.unsigned_abs()));
        let strike = ScheduleAction::Event { method: "strike".into(), payload: number.into() };
        let (name, schedule) = if number < ONCE {
            let name = format!("once-{number}");
            (name.clone(), schedule(&name, at, trigger, strike, 1))
        } else if number < ONCE + TWICE {
            let name = format!("twice-{number}");
            (name.clone(), schedule(&name, at, trigger, strike, 2))
        } else {
            let name = format!("prompt-{number}");
            let action = ScheduleAction::Prompt { text: name.clone() };
            (name.clone(), schedule(&name, at, trigger, action, 1))
        };
        assert!(store.put_plugin_schedule(&schedule, u64::MAX).await.unwrap());
        due.insert(name, at);
    }
    due
}

pub(crate) async fn survive(store_name: &str, home: &Path, place: &str, at: Location, kills: u32) {
    let (since, strikes) = (Instant::now(), home.join("strikes"));
    let due = fill(&open(&at).await.unwrap()).await;
    let mut chance = Chance::new();
    for _ in 0..kills {
        let mut host = Mortal::punctual(place, &strikes, home);
        host.ready().await;
        tokio::time::sleep(Duration::from_millis(chance.below(1500))).await;
        host.kill().await;
    }
    let mut last = Mortal::punctual(place, &strikes, home);
    last.ready().await;
    let done = tokio::time::timeout(Duration::from_mins(5), last.done()).await;
    assert!(done.is_ok(), "schedules are left");
    let store = open(&at).await.unwrap();
    let (runs, again) = check_strikes(&std::fs::read_to_string(&strikes).unwrap(), &due, kills as usize);
    check_prompts(&store).await;
    let took = since.elapsed().as_secs_f64();
    let told = format!(
        "\n{store_name}: {kills} kills in {took:.1} s (seed {}): {} schedules, {runs} runs of methods, {again} of them begun again \
         and told so, {PROMPTS} prompts asked once each\n",
        chance.seed(),
        due.len(),
    );
    stderr().write_all(told.as_bytes()).unwrap();
    std::fs::remove_dir_all(home).unwrap();
}

/// A line of the file of strikes.
#[derive(Debug)]
struct Strike {
    due: i64,
    began: i64,
    late: i64,
    missed: u64,
    interrupted: bool,
}

/// Checks what was run; returns how many runs there were, and how many times one was begun again.
fn check_strikes(written: &str, due: &HashMap<String, i64>, kills: usize) -> (usize, usize) {
    let mut runs: HashMap<(&str, i64), Vec<Strike>> = HashMap::new();
    for line in written.lines() {
        let parts: Vec<_> = line.split(' ').collect();
        let [name, run, due, began, late, missed, interrupted] = parts[..] else { panic!("{line}") };
        let number = |text: &str| text.parse::<i64>().unwrap();
        let strike = Strike {
            due: number(due),
            began: number(began),
            late: number(late),
            missed: missed.parse().unwrap(),
            interrupted: interrupted == "true",
        };
        runs.entry((name, number(run))).or_default().push(strike);
    }
    let mut again = 0;
    for ((name, run), strikes) in &runs {
        let expected = due[*name] + (run - 1) * BEAT;
        for strike in strikes {
            assert_eq!((strike.due, strike.missed), (expected, 0), "{name} {run}: {strike:?}");
            assert!(strike.began >= strike.due, "{name} {run} is early: {strike:?}");
            assert!((0..=strike.began - strike.due).contains(&strike.late), "{name} {run}: {strike:?}");
        }
        // The first may say so as well: a host claimed the run, and died before the method had begun.
        let untold = strikes[1..].iter().filter(|strike| !strike.interrupted).count();
        assert_eq!(untold, 0, "{name} {run} was begun twice: {strikes:?}");
        again += strikes.len() - 1;
    }
    let names = due.keys().filter(|name| !name.starts_with("prompt"));
    let expected =
        names.flat_map(|name| (1..=1 + i64::from(name.starts_with("twice"))).map(move |run| (name, run)));
    let lost: Vec<_> = expected.filter(|(name, run)| !runs.contains_key(&(name.as_str(), *run))).collect();
    assert!(lost.is_empty(), "{} runs are lost: {lost:?}", lost.len());
    assert!(again <= kills * AT_ONCE, "{again} runs were begun again by {kills} kills");
    (runs.len(), again)
}

/// Checks that each prompt was asked once.
async fn check_prompts(store: &Arc<dyn Store>) {
    let page = Page { limit: 1000, ..Page::default() };
    let sessions = store.sessions(Some(&owner()), &page).await.unwrap();
    assert_eq!(i64::try_from(sessions.len()), Ok(PROMPTS));
    let mut asked = Vec::new();
    for session in sessions {
        let stored = store.messages(&session.id, 0, 10).await.unwrap();
        let said: Vec<_> = stored.iter().map(|it| (it.message.role, it.message.text.clone())).collect();
        let [(User, text), (Assistant, answer)] = &said[..] else { panic!("{said:?}") };
        assert_eq!(*answer, format!("{text} is heard."));
        asked.push(text.clone());
    }
    asked.sort_unstable();
    asked.dedup();
    assert_eq!(i64::try_from(asked.len()), Ok(PROMPTS));
}
