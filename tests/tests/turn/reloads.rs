//! New settings while many turns run: no turn is lost, none sees two instances, and nothing of the old ones is left.

use hookwire::plugin;
use hookwire_host::engine::Incoming;
use hookwire_host::engine::PluginEdit;
use hookwire_host::engine::store::Owner;
use hookwire_tests::test_host::{Setup, TestHost};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::time::sleep;

const RELOADS: u64 = 1000;
const LANES: usize = 20;
const TURNS_A_LANE: usize = 10;

/// How many instances there are.
static INSTANCES: AtomicUsize = AtomicUsize::new(0);

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Config {
    number: u64,
}

/// Says its number.
#[derive(Debug)]
struct Numbered(Config);

impl Drop for Numbered {
    fn drop(&mut self) {
        INSTANCES.fetch_sub(1, Ordering::SeqCst);
    }
}

#[plugin(id = "numbered")]
impl Numbered {
    #[init]
    fn new(config: Config) -> Self {
        INSTANCES.fetch_add(1, Ordering::SeqCst);
        Self(config)
    }

    /// Says the number of this instance.
    #[tool]
    async fn number(&self) -> u64 {
        tokio::task::yield_now().await;
        self.0.number
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_reloads_under_two_hundred_turns_lose_and_mix_nothing() {
    let host = Setup::new(SCRIPT).plugin::<Numbered>().start().await;
    lane(&host, 0).await;
    let tasks = Handle::current().metrics().num_alive_tasks();
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
        if INSTANCES.load(Ordering::SeqCst) == 1 && Handle::current().metrics().num_alive_tasks() <= tasks {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(INSTANCES.load(Ordering::SeqCst), 1, "old instances are left");
    assert!(Handle::current().metrics().num_alive_tasks() <= tasks, "tasks are left");
    assert_eq!(host.agent().plugin_history("numbered", 1).await.unwrap()[0].version, RELOADS);
    host.stop().await;
}
