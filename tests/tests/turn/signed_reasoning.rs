//! Providers that sign their reasoning, and want it back with the result of each call.

#[path = "../../../plugins/model-genai/tests/fake/mod.rs"]
mod fake;

use fake::{Fake, KEY, Step, head};
use hookwire_model_genai::ModelGenai;
use hookwire_tests::test_host::Setup;
use serde_json::{Value, json};

const LEAD: &str = r#"[[scenes]]
on = "lead"
steps = [
    { calls = [{ tool = "delegate", args = { agent = "helper", task = "do" } }] },
    { text = "done" },
]"#;

/// Begins a server whose answer is always the same: signed reasoning and a call.
async fn signing() -> Fake {
    let start =
        |at: u8, block: Value| json!({ "type": "content_block_start", "index": at, "content_block": block });
    let delta = |at: u8, delta: Value| json!({ "type": "content_block_delta", "index": at, "delta": delta });
    let stop = |at: u8| json!({ "type": "content_block_stop", "index": at });
    let usage = json!({ "input_tokens": 5, "output_tokens": 1 });
    let events = [
        json!({ "type": "message_start", "message": { "usage": usage } }),
        start(0, json!({ "type": "thinking", "thinking": "" })),
        delta(0, json!({ "type": "thinking_delta", "thinking": "hm" })),
        delta(0, json!({ "type": "signature_delta", "signature": "SIGNED" })),
        stop(0),
        start(1, json!({ "type": "tool_use", "id": "toolu_1", "name": "echo", "input": {} })),
        delta(1, json!({ "type": "input_json_delta", "partial_json": r#"{"text":"hi"}"# })),
        stop(1),
        json!({ "type": "message_delta", "delta": { "stop_reason": "tool_use" }, "usage": usage }),
        json!({ "type": "message_stop" }),
    ];
    let chunk = |event: &Value| {
        let kind = event["type"].as_str().unwrap();
        Step::Chunk(format!("event: {kind}\ndata: {event}\n\n").into_bytes())
    };
    let mut steps = vec![head()];
    steps.extend(events.iter().map(chunk));
    steps.push(Step::Last);
    Fake::play(steps).await
}

/// Returns the last thing the server was asked.
async fn asked(agents: &str, text: &str) -> Value {
    let fake = signing().await;
    let keys = format!("keys = {{ anthropic = \"{KEY}\" }}\nendpoints = {{ anthropic = \"{}\" }}", fake.url);
    let config = format!("{agents}\n[plugins.model-genai]\n{keys}");
    let host = Setup::new(LEAD).config(&config).plugin::<ModelGenai>().start().await;
    let heard = host.say(text).await;
    assert!(heard.events.len() > 4, "{heard:?}");
    host.transcript(heard.session()).await;
    let bodies = fake.bodies();
    assert_eq!(bodies.len(), 3, "{heard:?}");
    bodies[2]["messages"].clone()
}

fn signed(messages: &Value) {
    for answer in [&messages[1]["content"], &messages[3]["content"]] {
        assert_eq!(answer[0], json!({ "type": "thinking", "thinking": "hm", "signature": "SIGNED" }));
        assert_eq!(answer[1]["type"], "tool_use");
    }
}

#[tokio::test]
async fn it_is_given_back_step_by_step() {
    let agents = "[agents.default]\nmodel = \"genai/claude-sonnet-4-5\"\nlimits = { steps = 3 }";
    signed(&asked(agents, "go").await);
}

#[tokio::test]
async fn a_members_too_whose_calls_have_other_ids() {
    let agents = "[agents.default]\nmembers = [\"helper\"]\nlimits = { steps = 4 }\n\
                  [agents.helper]\nmodel = \"genai/claude-sonnet-4-5\"";
    let messages = asked(agents, "lead").await;
    signed(&messages);
    assert_ne!(messages[1]["content"][1]["id"], "toolu_1");
}
