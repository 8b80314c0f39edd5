//! `kill -9` at any moment, under load, over and over: every accepted message is answered once, in its order, and by its
//! own answer; and every run by the clock comes.
//!
//! `HOOKWIRE_TEST_KILLS` says how often; `HOOKWIRE_TEST_POSTGRES` where else than on `SQLite`.

mod clients;
mod mortal;
mod schedules;

use clients::{Client, Tally};
use hookwire::Secret;
use hookwire::points::End;
use hookwire::points::MessageRole::{Assistant, Tool, User};
use hookwire_host::engine::store::{Store, TurnStatus};
use hookwire_host::store::{Location, open};
use mortal::Mortal;
use std::collections::HashMap;
use std::io::{Write, stderr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How many people talk to the host at once.
const CLIENTS: usize = 6;

fn kills() -> u32 {
    std::env::var("HOOKWIRE_TEST_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(25)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_accepted_message_is_answered_once_on_sqlite() {
    let home = home();
    let data = home.join("data");
    survive("SQLite", &home, &data.display().to_string(), Location::Folder(data.clone())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_accepted_message_is_answered_once_on_postgresql() {
    let Ok(url) = std::env::var("HOOKWIRE_TEST_POSTGRES") else {
        let skipped =
            "\n*** NOT TESTED: kills on PostgreSQL: set HOOKWIRE_TEST_POSTGRES=url, or use tests/run. ***\n";
        stderr().write_all(skipped.as_bytes()).unwrap();
        return;
    };
    let url = mortal::fresh_schema(&url).await;
    survive("PostgreSQL", &home(), &url, Location::Url(Secret::new(url.clone()))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_run_by_the_clock_comes_and_none_early_or_untold_twice_on_sqlite() {
    let home = home();
    let data = home.join("data");
    let kills = kills().div_ceil(3).min(20);
    schedules::survive("SQLite", &home, &data.display().to_string(), Location::Folder(data.clone()), kills)
        .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_run_by_the_clock_comes_and_none_early_or_untold_twice_on_postgresql() {
    let Ok(url) = std::env::var("HOOKWIRE_TEST_POSTGRES") else {
        let skipped =
            "\n*** NOT TESTED: kills among schedules on PostgreSQL: set HOOKWIRE_TEST_POSTGRES=url. ***\n";
        stderr().write_all(skipped.as_bytes()).unwrap();
        return;
    };
    let url = mortal::fresh_schema(&url).await;
    let kills = kills().div_ceil(3).min(20);
    let at = Location::Url(Secret::new(url.clone()));
    schedules::survive("PostgreSQL", &home(), &url, at, kills).await;
}

fn home() -> PathBuf {
    let home = std::env::temp_dir().join(format!("hookwire-kill-{}", Uuid::now_v7()));
    std::fs::create_dir_all(home.join("data")).unwrap();
    home
}

async fn survive(name: &str, home: &Path, place: &str, at: Location) {
    let (kills, since) = (kills(), Instant::now());
    let mut clients: Vec<_> = (0..CLIENTS).map(Client::new).collect();
    let mut chance = mortal::Chance::new();
    for _ in 0..kills {
        let mut mortal = Mortal::start(place, home);
        // Now and then before it is ready; else from its first moment to well into its work.
        if chance.below(5) == 0 {
            tokio::time::sleep(Duration::from_micros(chance.below(100_000))).await;
        } else {
            mortal.ready().await;
            let moment = Duration::from_micros(chance.below(120_000));
            let _ = tokio::time::timeout(moment, mortal.serve(&mut clients, true)).await;
        }
        mortal.kill().await;
        mortal.drain(&mut clients, &mut chance).await;
    }
    let mut last = Mortal::start(place, home);
    last.ready().await;
    let finished = tokio::time::timeout(Duration::from_mins(1), last.serve(&mut clients, false)).await;
    assert!(finished.is_ok(), "messages are left without an answer: {clients:?}");
    last.kill().await;
    let store = open(&at).await.unwrap();
    let tally = check(&store, &clients, home).await;
    let took = since.elapsed().as_secs_f64();
    // The words of a test that passes are kept back, and these are what it is for.
    let told = format!("\n{name}: {kills} kills in {took:.1} s (seed {}): {tally}\n", chance.seed());
    stderr().write_all(told.as_bytes()).unwrap();
    std::fs::remove_dir_all(home).unwrap();
}

async fn check(store: &Arc<dyn Store>, clients: &[Client], home: &Path) -> Tally {
    assert_eq!(store.unanswered().await.unwrap(), []);
    let marked = std::fs::read_to_string(home.join("marks")).unwrap_or_default();
    let mut times: HashMap<&str, u32> = HashMap::new();
    marked.lines().for_each(|text| *times.entry(text).or_default() += 1);
    let mut tally = Tally::default();
    for client in clients {
        let Some(session) = &client.session else { continue };
        let stored = store.messages(session, 0, 100_000).await.unwrap();
        let said: Vec<_> = stored.into_iter().map(|stored| stored.message).collect();
        let turns = store.turns(session).await.unwrap();
        // Each message once, in its order, with its call, the result of that, and its own answer.
        let texts: Vec<_> = said.iter().filter(|it| it.role == User).map(|it| &*it.text).collect();
        assert!(texts.is_sorted_by(|one, next| one < next), "{texts:?}");
        assert!(texts.iter().all(|text| client.said.contains_key(*text)), "{texts:?}");
        let lost = client.said.iter().find(|(text, taken_in)| **taken_in && !texts.contains(&&***text));
        assert_eq!(lost, None, "it was taken in");
        assert_eq!((turns.len(), said.len()), (texts.len(), 4 * texts.len()));
        for (turn, part) in turns.iter().zip(said.chunks(4)) {
            assert_eq!(turn.state, TurnStatus::Ended(End::Completed), "{turn:?}");
            let roles: Vec<_> = part.iter().map(|message| message.role).collect();
            assert_eq!(roles, [User, Assistant, Tool, Assistant], "{part:?}");
            assert_eq!(part[1].calls.len(), 1);
            assert_eq!(part[2].call.as_ref(), Some(&part[1].calls[0].id));
            let answer = format!("{} is marked.", part[0].text);
            assert_eq!((&*part[3].text, &*turn.response), (&*answer, &*answer));
            let times = times.get(&*part[0].text).copied().unwrap_or_default();
            let lost = part[2].text.starts_with("Error: the host stopped while this call ran");
            assert!(times == 1 || times == 0 && lost, "the tool ran {times} times for {}", part[0].text);
            tally.count(&part[2].text);
        }
    }
    tally.sent_again = clients.iter().map(|client| client.sent_again).sum();
    tally.left_alone = clients.iter().map(|client| client.left_alone).sum();
    tally
}
