//! Tools of sources in a turn: they come and go, and are called as any other tool.

use crate::calling;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, pending};
use hookwire::live::Settings;
use hookwire::plugin::{Plugin, SourceTool, ToolOutput, ToolSource};
use hookwire::points::{End, ToolBefore, ToolGate};
use hookwire::{Cx, Error, Registry, Result, Verdict, plugin};
use hookwire_engine::options::{AgentConfig, EngineOptions};
use hookwire_tests::test_host::{Setup, TestHost, TurnEvents};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use tokio::sync::Notify;

/// A desk with tools on it, some of which bring others or take them away.
#[derive(Default)]
struct Things {
    on_desk: Mutex<BTreeSet<&'static str>>,
    changed: Notify,
    /// What has run, in order.
    ran: Mutex<Vec<String>>,
    running: Notify,
}

impl ToolSource for Things {
    fn list<'a>(&'a self, _: &'a Cx) -> BoxFuture<'a, Result<Vec<SourceTool>>> {
        let text = json!({ "type": "object", "properties": { "text": { "type": "string" } } });
        let tool = move |name: &&str| SourceTool::new(*name, "A thing on the desk.", text.clone());
        async move { Ok(self.on_desk.lock().unwrap().iter().map(tool).collect()) }.boxed()
    }

    fn changed(&self) -> BoxFuture<'_, ()> {
        self.changed.notified().boxed()
    }

    fn call<'a>(&'a self, tool: &'a str, args: Value, _: &'a Cx) -> BoxFuture<'a, Result<ToolOutput>> {
        async move {
            self.ran.lock().unwrap().push(tool.to_owned());
            match tool {
                "learn" => self.on_desk.lock().unwrap().insert("trick"),
                "forget" => self.on_desk.lock().unwrap().remove("echo"),
                "panic" => panic!("the lamp fell"),
                "fail" => return Err(Error::msg("no ink")),
                "hang" => {
                    self.running.notify_one();
                    pending().await
                }
                "big" => return Ok(ToolOutput::new("x".repeat(250))),
                _ => return Ok(ToolOutput::new(format!("{tool} {}", args["text"].as_str().unwrap_or("?")))),
            };
            self.changed.notify_waiters();
            Ok(ToolOutput::new(format!("{tool} done")))
        }
        .boxed()
    }
}

struct Desk(Arc<Things>);

impl Default for Desk {
    fn default() -> Self {
        let on_desk = ["big", "echo", "fail", "forget", "hang", "learn", "panic"].into_iter().collect();
        Self(Arc::new(Things { on_desk: Mutex::new(on_desk), ..Things::default() }))
    }
}

#[plugin(id = "desk")]
impl Desk {
    /// What is on the desk.
    #[tools("desk", timeout = "50ms")]
    fn things(&self) -> Arc<dyn ToolSource> {
        self.0.clone()
    }
}

/// A source that never lists anything.
#[derive(Default)]
struct Drawer;

struct Stuck(Arc<Notify>);

impl ToolSource for Stuck {
    fn list<'a>(&'a self, _: &'a Cx) -> BoxFuture<'a, Result<Vec<SourceTool>>> {
        self.0.notify_one();
        pending().boxed()
    }

    fn call<'a>(&'a self, _: &'a str, _: Value, _: &'a Cx) -> BoxFuture<'a, Result<ToolOutput>> {
        pending().boxed()
    }
}

#[plugin(id = "drawer")]
impl Drawer {
    /// Nobody knows.
    #[tools("quick", list_timeout = "20ms")]
    fn quick(&self) -> Arc<dyn ToolSource> {
        Arc::new(Stuck(Arc::default()))
    }
}

/// A source whose turn would wait for an hour.
#[derive(Default)]
struct Safe(Arc<Notify>);

#[plugin(id = "safe")]
impl Safe {
    /// Nobody knows.
    #[tools("safe", list_timeout = "1h")]
    fn locked(&self) -> Arc<dyn ToolSource> {
        Arc::new(Stuck(Arc::clone(&self.0)))
    }
}

/// Has the desk do something for it.
#[derive(Default)]
struct Courier;

#[plugin(id = "courier", capabilities = [tool])]
impl Courier {
    /// Has something repeated.
    #[tool]
    async fn relay(&self, text: String, cx: &Cx) -> Result<String> {
        Ok(cx.tool("desk__echo", json!({ "text": text })).await?.text)
    }
}

fn call(tool: &str) -> String {
    format!("{{ tool = {tool:?}, args = {{ text = \"hi\" }} }}")
}

/// Calls one tool of the desk after the other, and says what came of the last.
fn in_steps(tools: &[&str]) -> Setup {
    let steps: Vec<_> = tools.iter().map(|tool| format!("{{ calls = [{}] }}", call(tool))).collect();
    let steps = steps.join(", ");
    Setup::new(&format!("[[scenes]]\non = \"\"\nsteps = [{steps}, {{ text = \"{{result}}\" }}]"))
        .plugin::<Desk>()
}

async fn said(setup: Setup) -> (TestHost, TurnEvents) {
    let host = setup.start().await;
    let heard = host.say("go").await;
    TestHost::completed(&heard);
    (host, heard)
}

fn ran(host: &TestHost) -> Vec<String> {
    things(host).ran.lock().unwrap().clone()
}

fn things(host: &TestHost) -> Arc<Things> {
    host.agent().plugins().with_plugin(|desk: &Desk| Arc::clone(&desk.0)).expect("the desk is live")
}

/// Returns the names of the tools in each request to the model.
fn offers(host: &TestHost) -> Vec<Vec<String>> {
    let requests = host.log.at("model.before");
    let names = |request: &Value| {
        let tools = request["tools"].as_array().cloned().unwrap_or_default();
        tools.iter().filter_map(|tool| Some(tool["name"].as_str()?.to_owned())).collect()
    };
    requests.iter().map(names).collect()
}

#[tokio::test]
async fn a_tool_of_a_source_is_offered_beside_the_others_and_called_through_every_hook() {
    let (host, heard) = said(in_steps(&["desk__echo"])).await;
    assert_eq!(heard.outcome.response, "echo hi");
    assert!(offers(&host)[0].contains(&"desk__echo".into()) && offers(&host)[0].contains(&"echo".into()));
    for point in ["tool.before", "tool.gate", "tool.wrap", "tool.after"] {
        assert_eq!(host.log.count(point), 1, "{point}");
    }
}

#[tokio::test]
async fn a_tool_that_comes_in_a_turn_is_there_for_the_next_request_to_the_model() {
    let (host, heard) = said(in_steps(&["desk__learn", "desk__trick"])).await;
    assert_eq!(heard.outcome.response, "trick hi");
    let with_trick: Vec<_> =
        offers(&host).iter().map(|offer| offer.contains(&"desk__trick".into())).collect();
    assert_eq!(with_trick, [false, true, true]);
}

#[tokio::test]
async fn a_tool_that_goes_between_the_offer_and_its_call_is_told_to_the_model() {
    let calls = [call("desk__forget"), call("desk__echo")].join(", ");
    let setup = calling(&calls).plugin::<Desk>().config("[agents.default.limits]\nparallel = 1");
    let (host, heard) = said(setup).await;
    let gone = "Error: there is no tool `desk__echo` any more: `desk` does not have it now";
    assert_eq!(heard.results(), ["forget done", gone]);
    assert_eq!(ran(&host), ["forget"]);
    assert!(!offers(&host)[1].contains(&"desk__echo".into()));
}

#[tokio::test]
async fn gates_deny_and_ask_and_hooks_edit_as_with_any_tool() {
    let deny = |call: &hookwire::points::ToolCall, _: &Cx| match &*call.tool {
        "desk__echo" => Verdict::deny("not at this desk"),
        _ => Verdict::Allow,
    };
    let (host, heard) = said(in_steps(&["desk__echo"]).gate::<ToolGate>(deny)).await;
    assert!(heard.results()[0].contains("not at this desk"), "{:?}", heard.results());
    assert!(ran(&host).is_empty());
    // Whoever says things answers questions with yes.
    let asked = in_steps(&["desk__echo"]).gate::<ToolGate>(|_, _| Verdict::ask("sure?"));
    let (host, _) = said(asked).await;
    assert_eq!(ran(&host), ["echo"]);
    let edited = in_steps(&["desk__echo"]).edit::<ToolBefore>(|call, _| {
        call.args = json!({ "text": "edited" });
        Ok(())
    });
    assert_eq!(said(edited).await.1.outcome.response, "echo edited");
}

#[tokio::test]
async fn arguments_are_checked_against_the_schema_that_the_source_gives() {
    let (host, heard) =
        said(calling("{ tool = \"desk__echo\", args = { text = 7 } }").plugin::<Desk>()).await;
    let result = heard.results()[0];
    assert!(result.starts_with("Error: the arguments of `desk__echo` do not fit: `text`"), "{result}");
    assert!(ran(&host).is_empty());
}

#[tokio::test]
async fn what_goes_wrong_in_a_call_is_its_result() {
    for (tool, result) in [
        ("desk__fail", "Error: no ink"),
        ("desk__panic", "Error: `desk__panic` panicked: the lamp fell"),
        ("desk__hang", "Error: `desk__hang` took longer than 50ms and was stopped"),
        ("desk__none", "Error: there is no tool `desk__none`"),
    ] {
        let (_, heard) = said(in_steps(&[tool])).await;
        assert!(heard.results()[0].starts_with(result), "{:?}", heard.results());
    }
}

#[tokio::test]
async fn a_result_that_is_too_large_is_kept_aside() {
    let setup = in_steps(&["desk__big"]).config("[agents.default.limits]\nresult_bytes = 100");
    let (host, heard) = said(setup).await;
    assert!(heard.results()[0].contains("it has 250 bytes in all"), "{:?}", heard.results());
    assert!(offers(&host)[1].contains(&"read_result".into()));
}

#[tokio::test]
async fn a_source_that_hangs_costs_the_turn_no_more_than_its_time_and_the_others_are_there() {
    let (host, heard) = said(in_steps(&["desk__echo"]).plugin::<Drawer>()).await;
    assert_eq!(heard.outcome.response, "echo hi");
    let problem = host.agent().plugins().tool_sources("drawer")[0].problem.clone();
    assert_eq!(problem.as_deref(), Some("took longer than 20ms"));
}

#[tokio::test]
async fn a_turn_that_nobody_wants_waits_for_no_list_and_no_call() {
    let host = in_steps(&["desk__echo"]).plugin::<Safe>().start().await;
    let asked = host.agent().plugins().with_plugin(|safe: &Safe| Arc::clone(&safe.0)).unwrap();
    let sent = host.agent().send(TestHost::message("go")).await.unwrap();
    asked.notified().await;
    sent.events.feed().cancel().cancel();
    let heard = host.listen(sent, true).await;
    assert_eq!(heard.outcome.end, End::Cancelled, "{:?}", heard.outcome);

    let host = in_steps(&["patient__hang"]).plugin::<Patient>().start().await;
    let running = host.agent().plugins().with_plugin(|patient: &Patient| Arc::clone(&patient.0)).unwrap();
    let sent = host.agent().send(TestHost::message("go")).await.unwrap();
    running.running.notified().await;
    sent.events.feed().cancel().cancel();
    let heard = host.listen(sent, true).await;
    assert_eq!(heard.results(), ["Error: cancelled"]);
    host.transcript(heard.session()).await;
}

/// A desk whose calls may take for ever.
#[derive(Default)]
struct Patient(Arc<Things>);

#[plugin(id = "patient")]
impl Patient {
    /// What takes its time.
    #[tools("patient", timeout = "1h")]
    fn things(&self) -> Arc<dyn ToolSource> {
        self.0.on_desk.lock().unwrap().insert("hang");
        self.0.clone()
    }
}

#[tokio::test]
async fn members_and_plugins_call_tools_of_sources() {
    let (host, heard) = said(calling(&call("relay")).plugin::<Desk>().plugin::<Courier>()).await;
    assert_eq!((heard.outcome.response.as_str(), ran(&host)), ("echo hi", vec!["echo".into()]));
    let script = format!(
        "[[scenes]]\non = \"low\"\nsteps = [{{ calls = [{}] }}, {{ text = \"{{result}}\" }}]\n\
         [[scenes]]\non = \"\"\nsteps = [{{ calls = [{{ tool = \"delegate\", args = {{ agent = \"clerk\", \
         task = \"the low thing\" }} }}] }}, {{ text = \"{{result}}\" }}]",
        call("desk__echo")
    );
    let team = "[agents.default]\nmembers = [\"clerk\"]\n[agents.clerk]\ntools = [\"desk__e*\"]";
    let (_, heard) = said(Setup::new(&script).plugin::<Desk>().config(team)).await;
    assert_eq!(heard.outcome.response, "echo hi");
}

#[tokio::test]
async fn the_tools_of_an_agent_are_chosen_among_those_of_sources_too() {
    let setup = in_steps(&["desk__learn"]).config("[agents.default]\ntools = [\"desk__e*\", \"echo\"]");
    let (host, heard) = said(setup).await;
    assert!(heard.results()[0].starts_with("Error: there is no tool `desk__learn`"), "{:?}", heard.results());
    assert_eq!(offers(&host)[0], ["echo", "desk__echo"]);
}

#[test]
fn the_configuration_may_name_tools_of_sources_that_nobody_knows_yet_but_no_other_source() {
    let registry = Registry::of(&[Desk::MANIFEST]).unwrap();
    let problems = |tools: &[&str]| {
        let tools = Some(tools.iter().map(|&tool| tool.to_owned()).collect());
        let mut options = EngineOptions::default();
        options.agents.insert("default".into(), AgentConfig { tools, ..AgentConfig::default() });
        let problems = options.check_plugins(&Settings::default(), &registry);
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(problems(&["desk__*", "desk__anything", "desk__an*", "desk*", "d*", "*"]), "");
    for wrong in ["dsk__*", "dsk__echo"] {
        let text = problems(&[wrong]);
        assert!(text.contains("there is no source of tools `dsk`; did you mean `desk`?"), "{text}");
    }
    assert!(problems(&["dx*"]).contains("no tool begins with `dx`"));
}

#[tokio::test]
async fn a_plugin_that_is_switched_off_or_made_anew_offers_what_it_has_then() {
    let host = in_steps(&["desk__echo"]).start().await;
    assert_eq!(host.say("go").await.outcome.response, "echo hi");
    host.agent().plugins().disable("desk").await.unwrap();
    let response = host.say("go").await.outcome.response;
    assert!(response.starts_with("Error: there is no tool `desk__echo`"), "{response}");
    host.agent().plugins().enable("desk").await.unwrap();
    assert_eq!(host.say("go").await.outcome.response, "echo hi");
    things(&host).on_desk.lock().unwrap().remove("echo");
    things(&host).changed.notify_waiters();
    let response = host.say("go").await.outcome.response;
    assert!(response.starts_with("Error: there is no tool `desk__echo`"), "{response}");
    host.agent().plugins().reload("desk").await.unwrap();
    assert_eq!(host.say("go").await.outcome.response, "echo hi");
}
