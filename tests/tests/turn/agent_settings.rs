//! Two agents of one host with two behaviours of one plugin.

use hookwire::live::{Reconfigured, Settings};
use hookwire::plugin;
use hookwire::points::ToolCall;
use hookwire::{Result, Secret, Verdict};
use hookwire_host::engine::store::{Memory, Owner, Store};
use hookwire_host::engine::{Incoming, PluginEdit, PluginSettingsError};
use hookwire_tests::test_host::{Setup, TestHost};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
struct Config {
    deny: Vec<String>,
    word: String,
    most: u8,
    key: Option<Secret>,
}

/// Denies tools, and says its word.
#[derive(Debug)]
struct Guard(Config);

#[plugin(id = "guard")]
impl Guard {
    #[init]
    fn new(config: Config) -> Self {
        Self(config)
    }

    #[hook("tool.gate")]
    fn judge(&self, call: &ToolCall) -> Verdict {
        if self.0.deny.contains(&call.tool) { Verdict::deny("not that one") } else { Verdict::Allow }
    }

    /// Says the word.
    #[tool]
    async fn word(&self) -> Result<String> {
        tokio::task::yield_now().await;
        Ok(format!("{} {} {}", self.0.word, self.0.most, self.0.key.is_some()))
    }
}

const SCRIPT: &str = r#"
[[scenes]]
on = "word"
steps = [
    { calls = [{ tool = "word", args = {} }] },
    { calls = [{ tool = "word", args = {} }] },
    { text = "{result}" },
]
[[scenes]]
on = "echo"
steps = [{ calls = [{ tool = "echo", args = { text = "done" } }] }, { text = "{result}" }]
[[scenes]]
on = "ask"
steps = [{ calls = [{ tool = "delegate", args = { agent = "support", task = "echo" } }] }, { text = "{result}" }]
"#;

const CONFIG: &str = r#"
[agents.default]
members = ["support"]
[agents.support]
[agents.support.plugins.guard]
deny = ["echo"]
word = "support"
key = "planted"
[plugins.guard]
word = "own"
most = 1
"#;

fn setup() -> Setup {
    Setup::new(SCRIPT).plugin::<Guard>().config(CONFIG)
}

async fn ask(host: &TestHost, agent: &str, text: &str) -> String {
    let incoming = Incoming { agent: Some(agent.to_owned()), ..TestHost::message(text) };
    host.send(incoming).await.unwrap().outcome.response
}

/// Returns the settings of the host with others for the guard.
fn settings(host: &TestHost, own: Value, support: Value) -> Settings {
    let mut settings = host.agent().plugins().settings().clone();
    settings.sections.insert("guard".into(), own.into());
    settings.agents.get_mut("support").unwrap().sections.insert("guard".into(), support.into());
    settings
}

#[tokio::test(flavor = "multi_thread")]
async fn two_agents_of_one_host_see_two_behaviours_of_one_plugin() {
    let host = setup().start().await;
    assert_eq!(ask(&host, "default", "word").await, "own 1 false");
    assert_eq!(ask(&host, "support", "word").await, "support 1 true");
    assert_eq!(ask(&host, "default", "echo").await, "done");
    let denied = ask(&host, "support", "echo").await;
    assert!(denied.contains("not that one"), "{denied}");
    let member = ask(&host, "default", "ask").await;
    assert!(member.contains("not that one"), "a member has its own settings under any lead: {member}");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plugin_that_is_disabled_for_an_agent_works_for_the_others() {
    let config =
        "[agents.default]\n[agents.support]\ndisabled = [\"guard\"]\n[plugins.guard]\ndeny = [\"echo\"]\n";
    let host = Setup::new(SCRIPT).plugin::<Guard>().config(config).start().await;
    assert_eq!(ask(&host, "support", "echo").await, "done");
    let denied = ask(&host, "default", "echo").await;
    assert!(denied.contains("not that one"), "{denied}");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_while_the_host_runs_reaches_what_the_agent_does_not_set_itself() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let host = setup().store(&store).start().await;
    let set = |key: &str, value: Value| PluginEdit {
        set: vec![(vec![key.into()], value)],
        ..PluginEdit::default()
    };
    for edit in [set("most", json!(7)), set("word", json!("changed"))] {
        host.agent().change_plugin("guard", edit, None, "ann").await.unwrap();
    }
    assert_eq!(ask(&host, "default", "word").await, "changed 7 false");
    assert_eq!(ask(&host, "support", "word").await, "support 7 true");
    host.stop().await;
    let host = setup().store(&store).start().await;
    assert_eq!(ask(&host, "support", "word").await, "support 7 true");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_was_read_again_changes_the_agents_too_or_nothing() {
    let host = setup().start().await;
    let own = json!({ "word": "own", "most": 1 });
    let wrong = settings(&host, json!({ "word": "new" }), json!({ "most": 300 }));
    let results = host.agent().reload_sections(&wrong).await;
    let [("guard", Err(PluginSettingsError::Kept(error)))] = results.as_slice() else {
        panic!("{results:?}")
    };
    assert!(error.to_string().contains("`agents.support.plugins.guard.most`"), "{error}");
    assert_eq!(ask(&host, "default", "word").await, "own 1 false");
    assert_eq!(ask(&host, "support", "word").await, "support 1 true");
    let right = settings(&host, own, json!({ "word": "again" }));
    let results = host.agent().reload_sections(&right).await;
    assert!(matches!(results.as_slice(), [("guard", Ok(Reconfigured::Applied))]), "{results:?}");
    assert!(host.agent().reload_sections(&right).await.is_empty());
    assert_eq!(ask(&host, "support", "word").await, "again 1 false");
    assert_eq!(ask(&host, "support", "echo").await, "done");
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_that_a_plugin_is_not_to_work_for_any_more_has_its_settings_until_the_restart() {
    let host = setup().start().await;
    let (own, support) = (json!({ "word": "new", "most": 1 }), json!({ "deny": ["echo"] }));
    let mut disabled = settings(&host, own.clone(), support.clone());
    disabled.agents.get_mut("support").unwrap().disabled.insert("guard".into());
    let mut gone = settings(&host, own, support);
    gone.agents.remove("support");
    for settings in [disabled, gone] {
        host.agent().reload_sections(&settings).await;
        assert_eq!(ask(&host, "default", "word").await, "new 1 false");
        assert_eq!(ask(&host, "support", "word").await, "support 1 true");
        let denied = ask(&host, "support", "echo").await;
        assert!(denied.contains("not that one"), "{denied}");
    }
    host.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_turn_sees_the_settings_of_another_agent_or_two_versions_while_they_change() {
    let host = setup().start().await;
    let lane = async |agent: &'static str, user: usize| {
        let owner = Owner { tenant: "acme".into(), user: format!("{agent} {user}") };
        let mut heard = Vec::new();
        for _ in 0..5 {
            let incoming =
                Incoming { owner: owner.clone(), agent: Some(agent.to_owned()), ..TestHost::message("word") };
            let turn = host.send(incoming).await.unwrap();
            heard.push(turn.results().into_iter().map(str::to_owned).collect::<Vec<_>>());
        }
        (agent, heard)
    };
    let lanes = (0..4).flat_map(|user| [lane("default", user), lane("support", user)]);
    let change = async {
        for most in 2..100 {
            let edit = PluginEdit { set: vec![(vec!["most".into()], json!(most))], ..PluginEdit::default() };
            host.agent().change_plugin("guard", edit, None, "ann").await.unwrap();
        }
    };
    let (lanes, ()) = futures_util::future::join(futures_util::future::join_all(lanes), change).await;
    for (agent, turns) in lanes {
        let word = if agent == "support" { "support" } else { "own" };
        for results in turns {
            let [first, second] = results.as_slice() else { panic!("{results:?}") };
            assert!(first == second && first.starts_with(word), "{agent}: {results:?}");
        }
    }
    host.stop().await;
}
