//! Tests of `genai`'s providers, against a fake server.

mod fake;

use fake::{Fake, Step, event, finish, head, kit, pieces, question, text};
use hookwire::Role;
use hookwire::cx::Identity;
use hookwire::model::{Finish, ModelError, Piece, Usage};
use hookwire::points::{Message, MessageRole, ToolCall, ToolSpec};
use serde_json::{Value, json};

async fn ask(fake: &Fake, name: &str) -> (Vec<Piece>, Result<(), ModelError>) {
    let kit = kit(&fake.url, &json!({ "idle_timeout": "300ms", "first_byte_timeout": "300ms" })).await;
    let model = kit.model("genai", name).await.unwrap();
    pieces(&kit, &model, &question()).await
}

fn part(index: u64, function: &Value) -> Value {
    let id = format!("c{index}");
    json!({ "choices": [{ "delta": { "tool_calls": [{ "index": index, "id": id, "function": function }] } }] })
}

#[tokio::test]
async fn openai_streams_text_thinking_calls_and_usage() {
    let events = [
        json!({ "choices": [{ "delta": { "reasoning_content": "hm" } }] }),
        text("Grü"),
        text("ße"),
        part(0, &json!({ "name": "one", "arguments": "{\"n\"" })),
        part(1, &json!({ "name": "two", "arguments": "no json" })),
        part(0, &json!({ "arguments": ":1}" })),
        finish("tool_calls"),
        json!({ "choices": [], "usage": { "prompt_tokens": 3, "completion_tokens": 4, "total_tokens": 7 } }),
    ];
    let fake = Fake::events(&events).await;
    let (pieces, result) = ask(&fake, "openai::local").await;
    result.unwrap();
    let called = |id: &str, tool: &str, args: Value| {
        let mut call = ToolCall::new(tool, args);
        call.id = id.into();
        Piece::Call(call)
    };
    let usage = Some(Usage { input_tokens: 3, output_tokens: 4, cost: None });
    assert_eq!(
        pieces,
        [
            Piece::Thinking("hm".into()),
            Piece::Text("Grü".into()),
            Piece::Text("ße".into()),
            called("c0", "one", json!({ "n": 1 })),
            called("c1", "two", json!("no json")),
            Piece::End { finish: Finish::Stop, usage },
        ]
    );
    assert_eq!(fake.body()["model"], "local");
    assert!(fake.headers().starts_with("post /v1/chat/completions "));
}

#[tokio::test]
async fn the_whole_conversation_is_asked() {
    let fake = Fake::events(&[text("ok"), finish("stop")]).await;
    let kit = kit(&fake.url, &json!({})).await;
    let model = kit.model("genai", "openai::local").await.unwrap();
    let mut request = question();
    request.system = "be brief".into();
    request.tools = vec![ToolSpec::new("look", "Looks.", json!({ "type": "object", "properties": {} }))];
    let parameters = json!({ "temperature": 0.5, "max_tokens": 9, "stop": "END", "top_k": 3 });
    request.parameters = parameters.as_object().unwrap().clone();
    let mut said = Message::new(MessageRole::Assistant, "let me see");
    let mut call = ToolCall::new("look", json!({ "at": 1 }));
    call.id = "c1".into();
    said.calls = vec![call];
    let mut told = Message::new(MessageRole::Tool, "nothing");
    told.call = Some("c1".into());
    request.messages.extend([said, told]);
    assert_eq!(model.complete(&request, kit.cx()).await.unwrap().message.text, "ok");
    let body = fake.body();
    let roles: Vec<_> = body["messages"].as_array().unwrap().iter().map(|it| &it["role"]).collect();
    assert_eq!(roles, ["system", "user", "assistant", "tool"]);
    assert_eq!(body["messages"][2]["tool_calls"][0]["function"]["arguments"], "{\"at\":1}");
    assert_eq!(body["messages"][3]["tool_call_id"], "c1");
    assert_eq!(body["tools"][0]["function"]["name"], "look");
    assert_eq!((&body["temperature"], &body["top_k"]), (&json!(0.5), &json!(3)));
    assert_eq!(body["stop"], json!(["END"]));
}

#[tokio::test]
async fn its_failures_are_told_apart() {
    let cut = Fake::play(vec![head(), event(&text("half")), Step::Last]).await;
    let (pieces, result) = ask(&cut, "openai::local").await;
    assert_eq!(pieces, [Piece::Text("half".into())]);
    assert!(matches!(result, Err(ModelError::Cut)), "{result:?}");

    let torn = Fake::play(vec![head(), event(&text("half"))]).await;
    let (_, result) = ask(&torn, "openai::local").await;
    assert!(matches!(result, Err(ModelError::Cut)), "{result:?}");

    let bad = Fake::play(vec![head(), Step::Chunk(b"data: {nonsense\n\n".to_vec()), Step::Last]).await;
    let (_, result) = ask(&bad, "openai::local").await;
    assert!(matches!(result, Err(ModelError::Malformed(_))), "{result:?}");

    let slow = Fake::play(vec![Step::Hang]).await;
    let (_, result) = ask(&slow, "openai::local").await;
    assert!(matches!(result, Err(ModelError::Unavailable(_))), "{result:?}");

    let silent = Fake::play(vec![head(), event(&text("well")), Step::Hang]).await;
    let (_, result) = ask(&silent, "openai::local").await;
    assert!(matches!(result, Err(ModelError::Unavailable(_))), "{result:?}");

    let error = json!({ "error": { "message": "too long", "type": "invalid_request_error" } });
    let (_, result) = ask(&Fake::events(&[error]).await, "openai::local").await;
    assert!(matches!(&result, Err(ModelError::Refused(why)) if why == "too long"), "{result:?}");
}

fn named(kind: &str, mut data: Value) -> Step {
    data["type"] = kind.into();
    Step::Chunk(format!("event: {kind}\ndata: {data}\n\n").into_bytes())
}

fn thinking_and_a_call() -> Vec<Step> {
    let start = |index: u64, block: Value| {
        named("content_block_start", json!({ "index": index, "content_block": block }))
    };
    let delta =
        |index: u64, delta: Value| named("content_block_delta", json!({ "index": index, "delta": delta }));
    let stop = |index: u64| named("content_block_stop", json!({ "index": index }));
    vec![
        head(),
        named("message_start", json!({ "message": { "usage": { "input_tokens": 5, "output_tokens": 1 } } })),
        start(0, json!({ "type": "thinking", "thinking": "" })),
        delta(0, json!({ "type": "thinking_delta", "thinking": "I look" })),
        delta(0, json!({ "type": "signature_delta", "signature": "SIGNED" })),
        stop(0),
        start(1, json!({ "type": "tool_use", "id": "toolu_1", "name": "look", "input": {} })),
        delta(1, json!({ "type": "input_json_delta", "partial_json": "{\"at\":" })),
        delta(1, json!({ "type": "input_json_delta", "partial_json": "1}" })),
        stop(1),
        named(
            "message_delta",
            json!({ "delta": { "stop_reason": "tool_use" }, "usage": { "output_tokens": 9 } }),
        ),
        named("message_stop", json!({})),
        Step::Last,
    ]
}

#[tokio::test]
async fn anthropic_is_given_back_what_it_signed() {
    let fake = Fake::play(thinking_and_a_call()).await;
    let first = kit(&fake.url, &json!({})).await;
    let model = first.model("genai", "claude-sonnet-4-5").await.unwrap();
    let mut request = question();
    let response = model.complete(&request, first.cx()).await.unwrap();
    assert_eq!(response.thinking, "I look");
    assert_eq!(response.message.calls[0].args, json!({ "at": 1 }));
    assert_eq!(response.usage.unwrap().output_tokens, 9);
    assert!(fake.headers().contains(&format!("x-api-key: {}", fake::KEY)));

    let mut told = Message::new(MessageRole::Tool, "nothing");
    told.call = Some("toolu_1".into());
    request.messages.extend([response.message, told]);
    model.complete(&request, first.cx()).await.unwrap();
    let said = &fake.bodies()[1]["messages"][1]["content"];
    assert_eq!(said[0], json!({ "type": "thinking", "thinking": "I look", "signature": "SIGNED" }));
    assert_eq!((&said[1]["type"], &said[1]["id"]), (&json!("tool_use"), &json!("toolu_1")));
}

/// Calls what the answer called, under other ids, as an agent may do.
fn renamed(mut said: Message) -> [Message; 2] {
    said.calls[0].id = "call_7f_0_0".into();
    let mut told = Message::new(MessageRole::Tool, "nothing");
    told.call = Some("call_7f_0_0".into());
    [said, told]
}

#[tokio::test]
async fn what_was_signed_is_given_back_by_the_model_that_is_opened_for_the_next_question() {
    let fake = Fake::play(thinking_and_a_call()).await;
    let kit = kit(&fake.url, &json!({})).await;
    let mut request = question();
    for _ in 0..3 {
        let model = kit.model("genai", "claude-sonnet-4-5").await.unwrap();
        let response = model.complete(&request, kit.cx()).await.unwrap();
        request.messages.extend(renamed(response.message));
    }
    let said = &fake.bodies()[2]["messages"];
    for answer in [&said[1], &said[3]] {
        assert_eq!(answer["content"][0]["signature"], "SIGNED", "{said:#}");
        assert_eq!(answer["content"][1]["id"], "call_7f_0_0");
    }
}

#[tokio::test]
async fn what_was_signed_for_one_is_not_given_to_another() {
    let fake = Fake::play(thinking_and_a_call()).await;
    let kit = kit(&fake.url, &json!({})).await;
    let model = kit.model("genai", "claude-sonnet-4-5").await.unwrap();
    let mut request = question();
    let response = model.complete(&request, kit.cx()).await.unwrap();
    request.messages.extend(renamed(response.message));
    let mut other = Identity::agent("default", Role::Lead);
    other.session = Some("another".into());
    let other = kit.cx().child(other, kit.cx().wired().unwrap()).unwrap();
    model.complete(&request, &other).await.unwrap();
    assert_eq!(fake.bodies()[1]["messages"][1]["content"][0]["type"], "tool_use");
}
