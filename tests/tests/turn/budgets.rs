//! Turns that use up what they may use.

use crate::calling;
use hookwire::points::End;
use hookwire_tests::test_host::{Setup, TestHost};

const WAIT: &str = r#"{ tool = "wait", args = {} }"#;

fn endless() -> Setup {
    let step = r#"{ text = "More.", calls = [{ tool = "echo", args = { text = "hi" } }] }"#;
    Setup::new(&format!("[[scenes]]\non = \"\"\nsteps = [{}]", [step; 6].join(", ")))
}

async fn limited(setup: Setup, limits: &str, word: &str) -> TestHost {
    let host = setup.config(&format!("[agents.default.limits]\n{limits}")).start().await;
    let heard = host.say("go").await;
    assert_eq!(heard.outcome.end, End::Limited, "{:?}", heard.outcome);
    assert!(heard.outcome.error.as_deref().unwrap().contains(word), "{:?}", heard.outcome);
    assert_eq!(host.log.at("request.end")[0]["end"], "limited");
    host.transcript(heard.session()).await;
    host
}

#[tokio::test]
async fn a_turn_has_so_many_steps() {
    let host = limited(endless(), "steps = 3", "3 steps (limits.steps)").await;
    assert_eq!((host.log.count("model.before"), host.log.count("echo")), (3, 3));
}

#[tokio::test]
async fn a_turn_has_so_many_calls_however_many_an_answer_has() {
    let call = r#"{ tool = "echo", args = { text = "hi" } }"#;
    let host = limited(calling(&[call; 5].join(", ")), "calls = 3", "3 calls (limits.calls)").await;
    assert_eq!((host.log.count("echo"), host.log.count("tool.after")), (3, 5));
    assert_eq!(host.log.count("model.before"), 1);
}

#[tokio::test]
async fn a_turn_may_use_all_it_has() {
    let host = calling(r#"{ tool = "echo", args = { text = "hi" } }"#);
    let host = host.config("[agents.default.limits]\ncalls = 1\nsteps = 2").start().await;
    TestHost::completed(&host.say("go").await);
}

#[tokio::test]
async fn what_there_is_only_one_of_is_said_so() {
    limited(endless(), "steps = 1", "its 1 step (limits.steps)").await;
}

#[tokio::test]
async fn a_turn_has_so_many_tokens() {
    let host = limited(endless(), "tokens = 10", "10 tokens (limits.tokens)").await;
    assert!(host.log.count("model.before") < 6);
}

#[tokio::test]
async fn a_turn_has_so_much_time_for_its_tools() {
    let host = limited(calling(WAIT), "time = \"60ms\"", "(limits.time)").await;
    let after = &host.log.at("tool.after")[0];
    assert!(after["text"].as_str().unwrap().contains("limits.time"), "{after}");
}

#[tokio::test]
async fn a_turn_has_so_much_time_for_its_model() {
    let slow = Setup::new("[[scenes]]\non = \"\"\nsteps = [{ text = \"a b c d e f g h\", pace_ms = 50 }]");
    limited(slow, "time = \"80ms\"", "(limits.time)").await;
}

#[tokio::test]
async fn agents_may_give_work_on_only_so_deep() {
    let script = r#"[[scenes]]
        on = ""
        steps = [
            { calls = [{ tool = "delegate", args = { agent = "default", task = "you do it" } }] },
            { text = "{result}" },
        ]"#;
    let config = "[agents.default]\nmembers = [\"default\"]\nlimits = { depth = 2 }";
    let host = Setup::new(script).config(config).start().await;
    let heard = host.say("go").await;
    TestHost::completed(&heard);
    assert_eq!(host.log.count("subagent.start"), 2);
    assert!(heard.outcome.response.starts_with("Error: there is no tool `delegate`"), "{:?}", heard.outcome);
}
