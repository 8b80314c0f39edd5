//! Leads that give work to members, which may be leads themselves.

use hookwire::Role;
use hookwire::points::{SessionStart, ToolGate};
use hookwire::{Cx, Verdict, plugin};
use hookwire_host::engine::Event;
use hookwire_tests::test_host::{Setup, TestHost, TurnEvents};

const SCRIPT: &str = r#"
[[scenes]]
on = "top"
steps = [
    { text = "Down.", calls = [{ tool = "delegate", args = { agent = "middle", task = "do the mid" } }] },
    { text = "top: {result}" },
]
[[scenes]]
on = "mid"
steps = [
    { text = "Further.", calls = [{ tool = "delegate", args = { agent = "bottom", task = "the low thing" } }] },
    { text = "mid: {result}" },
]
[[scenes]]
on = "low"
steps = [{ calls = [{ tool = "echo", args = { text = "done" } }] }, { text = "low: {result}" }]
[[scenes]]
on = "fail"
steps = [
    { calls = [{ tool = "delegate", args = { agent = "bottom", task = "unheard of" } }] },
    { text = "{result}" },
]
"#;

const TEAM: &str = r#"
[agents.default]
members = ["middle", "bottom"]
[agents.middle]
members = ["bottom"]
system = "You are in the middle."
[agents.bottom]
"#;

async fn play(setup: Setup, text: &str) -> (TestHost, TurnEvents) {
    let host = setup.config(TEAM).start().await;
    let heard = host.say(text).await;
    TestHost::completed(&heard);
    (host, heard)
}

#[tokio::test]
async fn a_task_goes_two_deep_and_its_answer_comes_back() {
    let (host, heard) = play(Setup::new(SCRIPT), "top").await;
    assert_eq!(heard.outcome.response, "top: mid: low: done");
    // What members say is for their lead; what they do is for everybody.
    assert_eq!(heard.shown(), "Down.top: mid: low: done");
    assert_eq!(heard.results(), ["done", "low: done", "mid: low: done"]);
    let ends = host.log.at("subagent.end");
    assert_eq!((ends[0]["member"].as_str(), ends[0]["answer"].as_str()), (Some("bottom"), Some("low: done")));
    assert_eq!((ends[1]["member"].as_str(), ends[1]["end"].as_str()), (Some("middle"), Some("completed")));
    let tools = host.log.at("turn.complete")[0]["tools"].as_array().unwrap().len();
    assert_eq!(tools, 3, "every call of the turn, members' too");
    let lines = host.lines(heard.session()).await;
    assert_eq!(
        lines[1..],
        ["Assistant: Down. +delegate", "Tool: mid: low: done", "Assistant: top: mid: low: done"]
    );
}

#[tokio::test]
async fn hooks_know_who_works() {
    let (host, _) = play(Setup::new(SCRIPT), "top").await;
    let who = |point: &str| -> Vec<_> {
        let seen = host.log.all().into_iter().filter(|seen| seen.what == point);
        seen.map(|seen| (seen.identity.agent, seen.identity.role)).collect()
    };
    let at = |agent: &str, role| (agent.to_owned(), role);
    let (lead, middle, bottom) =
        (at("default", Role::Lead), at("middle", Role::Member), at("bottom", Role::Member));
    assert_eq!(who("agent.before"), [lead.clone(), middle.clone(), bottom.clone()]);
    assert_eq!(who("agent.after"), [bottom.clone(), middle.clone(), lead.clone()]);
    assert_eq!(who("echo"), [bottom]);
    assert_eq!(who("subagent.start"), [lead, middle]);
    assert_eq!(host.log.at("model.wrap")[1]["system"], "You are in the middle.");
}

#[tokio::test]
async fn no_two_calls_of_a_turn_have_the_same_id() {
    let (host, _) = play(Setup::new(SCRIPT), "top").await;
    let mut ids: Vec<_> = host.log.at("tool.before").iter().map(|call| call["id"].to_string()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
}

#[tokio::test]
async fn a_gate_guards_members_as_it_guards_their_lead() {
    let setup = Setup::new(SCRIPT).gate::<ToolGate>(|call, cx| match cx.identity().role {
        Role::Member if call.tool == "echo" => Verdict::deny("members are quiet"),
        _ => Verdict::Allow,
    });
    let (host, heard) = play(setup, "top").await;
    assert!(heard.outcome.response.contains("members are quiet"), "{:?}", heard.outcome);
    assert_eq!(host.log.count("echo"), 0);
}

#[tokio::test]
async fn a_member_that_fails_fails_its_call_not_its_lead() {
    let (host, heard) = play(Setup::new(SCRIPT), "fail").await;
    let result = &heard.outcome.response;
    assert!(result.starts_with("Error: `bottom` did not finish") && result.contains("no scene"), "{result}");
    assert_eq!(host.log.at("subagent.end")[0]["end"], "failed");
}

/// Works for members only.
#[derive(Default)]
struct Nanny;

#[plugin(id = "nanny", applies_to = for_members)]
impl Nanny {
    /// Tells a story.
    #[tool]
    fn story(&self) -> &'static str {
        "once upon a time"
    }

    #[hook("session.start")]
    fn start(&self, _: &SessionStart, _: &Cx) {}
}

fn for_members(_: &str, role: Role) -> bool {
    role == Role::Member
}

#[tokio::test]
async fn a_plugin_for_members_is_not_there_for_their_lead() {
    let (host, _) = play(Setup::new(SCRIPT).plugin::<Nanny>(), "top").await;
    let offers: Vec<_> =
        host.log.at("tool.select").iter().map(|it| it.to_string().contains("story")).collect();
    assert_eq!(offers[..3], [false, true, true]);
}

#[tokio::test]
async fn what_members_think_is_not_shown() {
    let script = r#"[[scenes]]
        on = "muse"
        steps = [{ thinking = "hm, the boss", text = "mused" }]
        [[scenes]]
        on = ""
        steps = [
            { thinking = "who could", calls = [{ tool = "delegate", args = { agent = "bottom", task = "muse" } }] },
            { text = "{result}" },
        ]"#;
    let (host, heard) = play(Setup::new(script), "go").await;
    assert_eq!(heard.outcome.response, "mused");
    let thought = |event: &Event| match event {
        Event::Thinking { text } => text.clone(),
        _ => String::new(),
    };
    assert_eq!(heard.events.iter().map(thought).collect::<String>(), "who could");
    assert_eq!(host.log.at("model.thinking").len(), 7, "hooks see all of it");
}
