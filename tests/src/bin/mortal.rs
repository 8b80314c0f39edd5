//! A host that is killed over and over: messages come in by lines, and so does what becomes of them.
//!
//! `mortal <folder or postgres url> <file of marks>`; in: `session|- key text`; out: `ready`, `accepted key session`,
//! `refused key why`, `ended key end response`.

use hookwire::{Error, Result, Secret, plugin};
use hookwire_host::engine::{Engine, Incoming};
use hookwire_host::store::{Location, open};
use hookwire_tests::test_host::{Setup, TestHost};
use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use tokio::io::{AsyncBufReadExt, BufReader};

/// Leaves a mark for each call, in a file that outlives the process.
#[derive(Debug, Default)]
struct Marker;

#[plugin(id = "marker")]
impl Marker {
    /// Leaves a mark.
    #[tool]
    async fn mark(&self, text: String) -> Result<String> {
        let path = std::env::args().nth(2).ok_or_else(|| Error::msg("there is no file of marks"))?;
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        file.write_all(format!("{text}\n").as_bytes())?;
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        Ok(text)
    }
}

const SCRIPT: &str = r#"
[[scenes]]
on = ""
steps = [
    { text = "I mark it.", calls = [{ tool = "mark", args = { text = "{message}" } }], pace_ms = 1 },
    { text = "{message} is marked." },
]"#;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() {
    let place = std::env::args().nth(1).expect("a folder or a url");
    let at = if place.starts_with("postgres") {
        Location::Url(Secret::new(place))
    } else {
        Location::Folder(PathBuf::from(place))
    };
    let store = open(&at).await.unwrap_or_else(|error| panic!("{error:?}"));
    let host = Setup::new(SCRIPT).plugin::<Marker>().store(&store).start().await;
    // As `serve` does: what was left stands in its lane before the first line is read, however soon that comes.
    host.agent().resume().await.unwrap_or_else(|error| panic!("{error:?}"));
    println!("ready");
    let mut lines = BufReader::new(tokio::io::stdin()).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        tokio::spawn(answer(host.agent().clone(), line));
    }
}

async fn answer(agent: Engine, line: String) {
    let mut parts = line.splitn(3, ' ');
    let mut part = || parts.next().unwrap_or_default().to_owned();
    let (session, key, text) = (part(), part(), part());
    let session = (session != "-").then_some(session);
    let incoming = Incoming { session, key: Some(key.clone()), ..TestHost::message(&text) };
    match agent.send(incoming).await {
        Ok(sent) => {
            println!("accepted {key} {}", sent.session.as_deref().unwrap_or("-"));
            let outcome = sent.outcome().await;
            println!("ended {key} {:?} {}", outcome.end, outcome.error.unwrap_or(outcome.response));
        }
        Err(error) => println!("refused {key} {error}"),
    }
}
