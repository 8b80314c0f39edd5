//! New settings while many turns run: no turn is lost, none sees two instances, and nothing of the old ones is left.

use hookwire::{Cx, Result, plugin};
use hookwire_host::engine::Incoming;
use hookwire_host::engine::PluginEdit;
use hookwire_host::engine::store::Owner;
use hookwire_tests::test_host::{Setup, TestHost};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::fs::{self, File};
use std::future::pending;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use std::{env, io};
use tokio::runtime::Handle;
use tokio::time::sleep;

const RELOADS: u64 = 1000;
const LANES: usize = 20;
const TURNS_A_LANE: usize = 10;

/// How many more descriptors than before may be open, as files are that are written in passing: there are one or two of them. One
/// that each reload left would be a thousand, one that each turn left two hundred.
const IN_PASSING: usize = 8;

/// Set in the process in which the test has no other one beside it.
const ALONE: &str = "HOOKWIRE_TEST_ALONE";

/// How many instances there are.
static INSTANCES: AtomicUsize = AtomicUsize::new(0);

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Config {
    number: u64,
}

/// Says its number, and has of all that the host lets a plugin have.
#[derive(Debug)]
struct Numbered {
    number: u64,
    _descriptor: File,
}

impl Drop for Numbered {
    fn drop(&mut self) {
        INSTANCES.fetch_sub(1, Ordering::SeqCst);
    }
}

#[plugin(id = "numbered", capabilities = [files])]
impl Numbered {
    #[init]
    fn new(config: Config) -> io::Result<Self> {
        let descriptor = File::open("/dev/null")?;
        INSTANCES.fetch_add(1, Ordering::SeqCst);
        Ok(Self { number: config.number, _descriptor: descriptor })
    }

    #[start]
    async fn start(&self, cx: &Cx) -> Result<()> {
        cx.info(format!("number {}", self.number));
        cx.dir().read("nothing").await?;
        cx.spawn("waits", pending())?;
        Ok(())
    }

    /// Says the number of this instance.
    #[tool]
    async fn number(&self) -> u64 {
        tokio::task::yield_now().await;
        self.number
    }
}

const SCRIPT: &str = r#"
[[scenes]]
on = ""
steps = [
    { calls = [{ tool = "number", args = {} }] },
    { calls = [{ tool = "number", args = {} }] },
    { text = "done" },
]"#;

/// Has turns answered one after the other, and returns the numbers that each of them was told.
async fn lane(host: &TestHost, user: usize) -> Vec<Vec<String>> {
    let owner = Owner { tenant: "acme".into(), user: format!("user {user}") };
    let mut told = Vec::new();
    for _ in 0..TURNS_A_LANE {
        let incoming = Incoming { owner: owner.clone(), ..TestHost::message("number") };
        let heard = host.send(incoming).await.expect("it is taken in");
        assert_eq!(heard.outcome.response, "done", "{:?}", heard.outcome);
        told.push(heard.results().into_iter().map(str::to_owned).collect());
    }
    told
}

async fn reload(host: &TestHost) {
    for number in 1..=RELOADS {
        let edit = PluginEdit { set: vec![(vec!["number".into()], json!(number))], ..PluginEdit::default() };
        host.agent().change_plugin("numbered", edit, Some(number - 1), "ann").await.unwrap();
    }
}

/// Runs a test of this program in a process of its own, as other tests open descriptors meanwhile; returns whether this is that
/// process.
fn is_alone(test: &str) -> bool {
    if env::var_os(ALONE).is_some() {
        return true;
    }
    let mut program = Command::new(env::current_exe().unwrap());
    let ran = program.args(["--exact", test, "--nocapture"]).env(ALONE, "1").output().unwrap();
    let told = String::from_utf8_lossy(&ran.stdout) + String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success() && told.contains("1 passed"), "{told}");
    false
}

/// What is there of a process while it runs.
#[derive(Debug, Clone, Copy)]
struct Open {
    tasks: usize,
    descriptors: usize,
}

impl Open {
    fn count() -> Self {
        let descriptors = fs::read_dir("/dev/fd").expect("the descriptors are listed").count();
        Self { tasks: Handle::current().metrics().num_alive_tasks(), descriptors }
    }

    fn is_as_at(self, first: Self) -> bool {
        self.tasks <= first.tasks && self.descriptors <= first.descriptors + IN_PASSING
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_reloads_under_two_hundred_turns_lose_and_mix_nothing() {
    if !is_alone("reloads::a_thousand_reloads_under_two_hundred_turns_lose_and_mix_nothing") {
        return;
    }
    let data = env::temp_dir().join(format!("hookwire-reloads-{}", std::process::id()));
    fs::create_dir_all(&data).unwrap();
    let config = format!("[store]\ndata = {:?}", data.display().to_string());
    let host = Setup::new(SCRIPT).plugin::<Numbered>().config(&config).start().await;
    lane(&host, 0).await;
    let first = Open::count();
    let lanes = futures_util::future::join_all((0..LANES).map(|user| lane(&host, user)));
    let (told, ()) = futures_util::future::join(lanes, reload(&host)).await;
    let told: Vec<_> = told.into_iter().flatten().collect();
    assert_eq!(told.len(), LANES * TURNS_A_LANE);
    for numbers in &told {
        assert!(matches!(numbers.as_slice(), [first, second] if first == second), "{numbers:?}");
    }
    assert!(told.iter().any(|numbers| numbers[0] != told[0][0]), "no reload came between two turns");
    // Each is stopped when its last request is over, about which nobody is told.
    for _ in 0..300 {
        if INSTANCES.load(Ordering::SeqCst) == 1 && Open::count().is_as_at(first) {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(INSTANCES.load(Ordering::SeqCst), 1, "old instances are left");
    let last = Open::count();
    assert!(last.is_as_at(first), "something is left: {first:?} became {last:?}");
    assert_eq!(host.agent().plugin_history("numbered", 1).await.unwrap()[0].version, RELOADS);
    host.stop().await;
    fs::remove_dir_all(data).unwrap();
}
