//! A host that is killed over and over while it runs what is due by the clock.
//!
//! `punctual <folder or postgres url> <file of strikes>`; out: `ready`, and `done` when no schedule is left. The file gets a
//! line for each run that begins: `schedule run due began late missed interrupted`, times in milliseconds.

use hookwire::cx::ScheduleEvent;
use hookwire::{Error, Result, Secret, plugin};
use hookwire_host::engine::time;
use hookwire_host::store::{Location, open};
use hookwire_tests::test_host::Setup;
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// Leaves a line for each run, in a file that outlives the process.
#[derive(Debug, Default)]
struct Punctual;

#[plugin(id = "punctual")]
impl Punctual {
    #[scheduled]
    async fn strike(&self, event: &ScheduleEvent) -> Result<()> {
        let path = std::env::args().nth(2).ok_or_else(|| Error::msg("there is no file of strikes"))?;
        let ScheduleEvent { schedule, run, late, missed, interrupted, .. } = event;
        let (due, began, late) = (time::at(event.due), time::at(SystemTime::now()), late.as_millis());
        let line = format!("{schedule} {run} {due} {began} {late} {missed} {interrupted}\n");
        OpenOptions::new().append(true).create(true).open(path)?.write_all(line.as_bytes())?;
        tokio::time::sleep(Duration::from_millis(1)).await;
        Ok(())
    }
}

const SCRIPT: &str = r#"
[[scenes]]
on = ""
steps = [{ text = "{message} is heard." }]"#;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let place = std::env::args().nth(1).expect("a folder or a url");
    let at = if place.starts_with("postgres") {
        Location::Url(Secret::new(place))
    } else {
        Location::Folder(PathBuf::from(place))
    };
    let store = open(&at).await.unwrap_or_else(|error| panic!("{error:?}"));
    let host = Setup::new(SCRIPT).plugin::<Punctual>().store(&store).start().await;
    host.agent().resume().await.unwrap_or_else(|error| panic!("{error:?}"));
    println!("ready");
    while !store.plugin_schedules("punctual").await.unwrap_or_else(|error| panic!("{error:?}")).is_empty() {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    host.agent().wait_until_idle().await;
    println!("done");
}
