use crate::clients::Client;
use sqlx::{Connection, Executor, PgConnection};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use uuid::Uuid;

/// A host in a process of its own.
pub(crate) struct Mortal {
    child: Child,
    to: ChildStdin,
    from: Lines<BufReader<ChildStdout>>,
}

impl Mortal {
    /// Starts one that takes messages in.
    pub(crate) fn start(place: &str, home: &Path) -> Self {
        Self::run(env!("CARGO_BIN_EXE_mortal"), place, &home.join("marks"), home)
    }

    /// Starts one that runs what is due by the clock.
    pub(crate) fn punctual(place: &str, strikes: &Path, home: &Path) -> Self {
        Self::run(env!("CARGO_BIN_EXE_punctual"), place, strikes, home)
    }

    fn run(program: &str, place: &str, file: &Path, home: &Path) -> Self {
        let mut command = Command::new(program);
        command.arg(place).arg(file).env("TMPDIR", home);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().expect("the host starts");
        let to = child.stdin.take().expect("it listens");
        let from = BufReader::new(child.stdout.take().expect("it speaks")).lines();
        Self { child, to, from }
    }

    /// Waits until one that runs by the clock has nothing left to do, and has ended.
    pub(crate) async fn done(&mut self) {
        let done = self.from.next_line().await.expect("it speaks");
        assert_eq!(done.as_deref(), Some("done"));
        self.child.wait().await.expect("it ends");
    }

    /// Waits until it takes messages in, or runs what is due.
    pub(crate) async fn ready(&mut self) {
        let ready = self.from.next_line().await.expect("it speaks");
        assert_eq!(ready.as_deref(), Some("ready"));
    }

    /// Sends what clients have to say and passes on what they hear, for ever or until nothing is under way.
    pub(crate) async fn serve(&mut self, clients: &mut [Client], more: bool) {
        // What was under way at the last death is asked for again; only while there is more to come, anything new.
        for client in clients.iter_mut() {
            self.say(client).await;
        }
        while more || !clients.iter().all(Client::is_idle) {
            let line = self.from.next_line().await.expect("it speaks").expect("it lives");
            let client = hear(clients, &line);
            if line.starts_with("refused") {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
            if more || line.starts_with("refused") {
                self.say(client).await;
            }
        }
    }

    async fn say(&mut self, client: &mut Client) {
        if let Some(line) = client.line() {
            self.to.write_all(line.as_bytes()).await.expect("it listens");
        }
    }

    /// Kills it as `kill -9` does.
    pub(crate) async fn kill(&mut self) {
        self.child.kill().await.expect("it dies");
    }

    /// Hears its last words.
    pub(crate) async fn drain(mut self, clients: &mut [Client], chance: &mut Chance) {
        while let Ok(Some(line)) = self.from.next_line().await {
            if line != "ready" {
                hear(clients, &line);
            }
        }
        for client in clients {
            client.bereave(chance);
        }
    }
}

/// Makes a schema of its own in a database, and returns the address with it.
pub(crate) async fn fresh_schema(url: &str) -> String {
    let schema = format!("kill_{}", Uuid::now_v7().simple());
    let mut connection = PgConnection::connect(url).await.expect("a database");
    let make = format!("CREATE SCHEMA {schema}");
    connection.execute(sqlx::AssertSqlSafe(make)).await.expect("a schema");
    let sign = if url.contains('?') { '&' } else { '?' };
    format!("{url}{sign}options=-csearch_path%3D{schema}")
}

fn hear<'c>(clients: &'c mut [Client], line: &str) -> &'c mut Client {
    let key = line.split(' ').nth(1).unwrap_or_default();
    let name = key.trim_start_matches('c').split('m').next().and_then(|name| name.parse::<usize>().ok());
    let client = &mut clients[name.unwrap_or_else(|| panic!("{line}"))];
    client.hear(line);
    client
}

/// Random numbers that can be told.
#[derive(Debug)]
pub(crate) struct Chance {
    seed: u64,
    state: u64,
}

impl Chance {
    pub(crate) fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
        let seed = u64::from(now.subsec_nanos()) | 1;
        Self { seed, state: seed }
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state % most
    }
}
