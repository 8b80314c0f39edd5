//! Tests of requests to servers that speak OpenAI's protocol, and of their answers.

mod fake;

use fake::{Fake, Step, ask, end, event, finish, head, kit, pieces, question, text};
use futures_util::StreamExt;
use hookwire::model::{Finish, Piece, Usage};
use hookwire::points::{Message, MessageRole, ToolCall, ToolSpec};
use serde_json::{Value, json};
use std::time::Duration;

fn call_piece(index: u64, id: Option<&str>, name: Option<&str>, args: &str) -> Value {
    let function = match name {
        Some(name) => json!({ "name": name, "arguments": args }),
        None => json!({ "arguments": args }),
    };
    let mut part = json!({ "index": index, "function": function });
    if let Some(id) = id {
        part["id"] = id.into();
    }
    json!({ "choices": [{ "index": 0, "delta": { "tool_calls": [part] } }] })
}

fn called(id: &str, tool: &str, args: Value) -> Piece {
    let mut call = ToolCall::new(tool, args);
    call.id = id.into();
    Piece::Call(call)
}

#[tokio::test]
async fn text_thinking_and_usage_come_piece_by_piece() {
    let thought =
        |name: &str, text: &str| json!({ "choices": [{ "delta": { name: text, "content": null } }] });
    let usage =
        json!({ "choices": [], "usage": { "prompt_tokens": 7, "completion_tokens": 2, "cost": 0.5 } });
    let events = [
        thought("reasoning_content", "hm"),
        thought("reasoning", "m"),
        text("Hel"),
        text("lo"),
        finish("length"),
        usage,
    ];
    let (pieces, result) = ask(&Fake::events(&events).await).await;
    result.unwrap();
    let cost = Usage { input_tokens: 7, output_tokens: 2, cost: Some(0.5) };
    assert_eq!(
        pieces,
        [
            Piece::Thinking("hm".into()),
            Piece::Thinking("m".into()),
            Piece::Text("Hel".into()),
            Piece::Text("lo".into()),
            Piece::End { finish: Finish::Length, usage: Some(cost) },
        ]
    );
}

#[tokio::test]
async fn a_piece_is_there_before_the_next_is_sent() {
    let fake = Fake::play(vec![head(), event(&text("first")), Step::Hang]).await;
    let kit = kit(&fake.url, &json!({})).await;
    let model = kit.model("openai", "local/tiny").await.unwrap();
    let request = question();
    let mut stream = model.stream(&request, kit.cx());
    assert_eq!(stream.next().await.unwrap().unwrap(), Piece::Text("first".into()));
}

#[tokio::test]
async fn dropping_the_stream_closes_the_connection() {
    let fake = Fake::play(vec![head(), event(&text("first")), Step::Hang]).await;
    let kit = kit(&fake.url, &json!({})).await;
    for (provider, name) in [("openai", "local/tiny"), ("genai", "openai::tiny")] {
        let model = kit.model(provider, name).await.unwrap();
        let request = question();
        let mut stream = model.stream(&request, kit.cx());
        assert_eq!(stream.next().await.unwrap().unwrap(), Piece::Text("first".into()));
        drop(stream);
        fake.left().await;
    }
}

#[tokio::test]
async fn a_tool_call_in_pieces_is_put_together() {
    let events = [
        call_piece(0, Some("c1"), Some("search"), ""),
        call_piece(0, None, None, "{\"wor"),
        call_piece(0, None, None, "ds\": \"ü\"}"),
        finish("tool_calls"),
    ];
    let (pieces, result) = ask(&Fake::events(&events).await).await;
    result.unwrap();
    assert_eq!(pieces, [called("c1", "search", json!({ "words": "ü" })), end()]);
}

#[tokio::test]
async fn parallel_calls_are_kept_apart_by_index_or_by_id() {
    let interleaved = [
        call_piece(0, Some("a"), Some("one"), "{\"n\""),
        call_piece(1, Some("b"), Some("two"), "{\"n\""),
        call_piece(0, None, None, ":1}"),
        call_piece(1, None, None, ":2}"),
        finish("tool_calls"),
    ];
    let same_index = [
        call_piece(0, Some("a"), Some("one"), "{\"n\":1}"),
        call_piece(0, Some("b"), Some("two"), "{\"n\":"),
        call_piece(0, None, None, "2}"),
        finish("tool_calls"),
    ];
    let whole = |id: &str, name: &str, n: u64| json!({ "id": id, "function": { "name": name, "arguments": { "n": n } } });
    let no_index = [
        json!({ "choices": [{ "delta": { "tool_calls": [whole("a", "one", 1), whole("b", "two", 2)] } }] }),
        finish("stop"),
    ];
    for events in [interleaved.as_slice(), &same_index, &no_index] {
        let (pieces, result) = ask(&Fake::events(events).await).await;
        result.unwrap();
        let calls = [called("a", "one", json!({ "n": 1 })), called("b", "two", json!({ "n": 2 })), end()];
        assert_eq!(pieces, calls, "{events:?}");
    }
}

#[tokio::test]
async fn calls_that_come_with_one_id_get_ids_of_their_own() {
    let whole = |name: &str| json!({ "id": "a", "function": { "name": name, "arguments": "{}" } });
    let in_turn = [call_piece(0, Some("a"), Some("one"), "{}"), call_piece(1, Some("a"), Some("two"), "{}")];
    let around_another = [
        json!({ "choices": [{ "delta": { "tool_calls": [whole("one")] } }] }),
        call_piece(0, Some("b"), Some("between"), "{}"),
        call_piece(1, Some("a"), Some("two"), "{}"),
    ];
    for (events, second) in [(&in_turn[..], "a_1_1"), (&around_another, "a_1_2")] {
        let (pieces, result) = ask(&Fake::events(&[events, &[finish("tool_calls")]].concat()).await).await;
        result.unwrap();
        assert_eq!(pieces.first(), Some(&called("a", "one", json!({}))));
        assert_eq!(pieces[pieces.len() - 2..], [called(second, "two", json!({})), end()]);
    }
}

#[tokio::test]
async fn usage_that_the_connection_ends_behind_is_not_lost() {
    let usage = json!({ "choices": [], "usage": { "prompt_tokens": 3, "completion_tokens": 2 } });
    let stream = format!("data: {}\n\ndata: {}\n\ndata: {usage}", text("all"), finish("stop"));
    let steps = vec![head(), Step::Chunk(stream.into_bytes()), Step::Last];
    let (pieces, result) = ask(&Fake::play(steps).await).await;
    result.unwrap();
    let usage = Some(Usage { input_tokens: 3, output_tokens: 2, cost: None });
    assert_eq!(pieces.last(), Some(&Piece::End { finish: Finish::Stop, usage }));
}

#[tokio::test]
async fn arguments_that_are_no_json_stay_a_text_and_none_are_an_empty_object() {
    let events = [
        call_piece(0, None, Some("bad"), "{\"words\": "),
        call_piece(1, None, Some("empty"), ""),
        finish("tool_calls"),
    ];
    let (pieces, result) = ask(&Fake::events(&events).await).await;
    result.unwrap();
    let made =
        [called("call_1_0", "bad", json!("{\"words\": ")), called("call_1_1", "empty", json!({})), end()];
    assert_eq!(pieces, made);
}

#[tokio::test]
async fn letters_and_events_may_be_cut_anywhere() {
    let stream = format!("data: {}\r\n\r\ndata: {}\r\n\r\ndata: [DONE]", text("Grüße 🦀"), finish("stop"));
    let mut steps = vec![head()];
    steps.extend(stream.as_bytes().chunks(1).map(|byte| Step::Chunk(byte.to_vec())));
    steps.push(Step::Last);
    let (pieces, result) = ask(&Fake::play(steps).await).await;
    result.unwrap();
    assert_eq!(pieces, [Piece::Text("Grüße 🦀".into()), end()]);
}

#[tokio::test]
async fn a_huge_line_is_one_piece() {
    let long = "x".repeat(3 << 20);
    let (pieces, result) = ask(&Fake::events(&[text(&long), finish("stop")]).await).await;
    result.unwrap();
    assert!(matches!(&pieces[0], Piece::Text(text) if *text == long));
}

#[tokio::test]
async fn comments_keep_a_slow_answer_alive() {
    let mut steps = vec![head()];
    for _ in 0..5 {
        steps.extend([
            Step::Wait(Duration::from_millis(500)),
            Step::Chunk(b": PROCESSING\n\nevent: ping\n\n".to_vec()),
        ]);
    }
    steps.extend([event(&text("late")), event(&finish("stop")), Step::Last]);
    let fake = Fake::play(steps).await;
    let kit = kit(&fake.url, &json!({ "idle_timeout": "2s" })).await;
    let model = kit.model("openai", "local/tiny").await.unwrap();
    let (pieces, result) = pieces(&kit, &model, &question()).await;
    result.unwrap();
    assert_eq!(pieces, [Piece::Text("late".into()), end()]);
}

#[tokio::test]
async fn an_answer_that_is_finished_needs_no_done() {
    let ends: [&[Step]; 3] = [&[Step::Last], &[], &[Step::Hang]];
    for last in ends {
        let steps = [&[head(), event(&text("all")), event(&finish("stop"))], last].concat();
        let fake = Fake::play(steps).await;
        let kit = kit(&fake.url, &json!({ "idle_timeout": "100ms" })).await;
        let model = kit.model("openai", "local/tiny").await.unwrap();
        let (pieces, result) = pieces(&kit, &model, &question()).await;
        result.unwrap();
        assert_eq!(pieces, [Piece::Text("all".into()), end()]);
    }
}

#[tokio::test]
async fn a_server_that_does_not_stream_is_understood() {
    let call = json!({ "id": "c", "type": "function", "function": { "name": "look", "arguments": "{}" } });
    let message =
        json!({ "role": "assistant", "content": [{ "type": "text", "text": "here" }], "tool_calls": [call] });
    let body = json!({
        "choices": [{ "index": 0, "message": message, "finish_reason": "tool_calls" }],
        "usage": { "prompt_tokens": 1, "completion_tokens": 1 },
    });
    let steps = vec![fake::typed("application/json"), Step::Chunk(body.to_string().into_bytes()), Step::Last];
    let (pieces, result) = ask(&Fake::play(steps).await).await;
    result.unwrap();
    let usage = Some(Usage { input_tokens: 1, output_tokens: 1, cost: None });
    let done = Piece::End { finish: Finish::Stop, usage };
    assert_eq!(pieces, [Piece::Text("here".into()), called("c", "look", json!({})), done]);
}

#[tokio::test]
async fn the_whole_conversation_is_asked_with_tools_and_parameters() {
    let fake = Fake::events(&[text("ok"), finish("stop")]).await;
    let kit = kit(&fake.url, &json!({})).await;
    let model = kit.model("openai", "local/org/tiny").await.unwrap();
    let mut request = question();
    request.system = "be brief".into();
    request.tools = vec![ToolSpec::new("look", "Looks.", json!({ "type": "object" }))];
    let parameters =
        json!({ "temperature": 0.5, "max_tokens": 9, "top_k": 3, "stream": false, "stop": null });
    request.parameters = parameters.as_object().unwrap().clone();
    let mut said = Message::new(MessageRole::Assistant, "");
    let mut call = ToolCall::new("look", json!({ "at": 1 }));
    call.id = "c1".into();
    said.calls = vec![call];
    let mut told = Message::new(MessageRole::Tool, "nothing");
    told.call = Some("c1".into());
    request.messages.extend([said, told]);
    let response = model.complete(&request, kit.cx()).await.unwrap();
    assert_eq!(response.message.text, "ok");
    let function = json!({ "name": "look", "arguments": "{\"at\":1}" });
    let offered = json!({ "name": "look", "description": "Looks.", "parameters": { "type": "object" } });
    let asked = json!({
        "model": "org/tiny",
        "stream": true,
        "stream_options": { "include_usage": true },
        "temperature": 0.5,
        "max_tokens": 9,
        "top_k": 3,
        "tools": [{ "type": "function", "function": offered }],
        "messages": [
            { "role": "system", "content": "be brief" },
            { "role": "user", "content": "hello" },
            { "role": "assistant", "content": null,
              "tool_calls": [{ "id": "c1", "type": "function", "function": function }] },
            { "role": "tool", "tool_call_id": "c1", "content": "nothing" },
        ],
    });
    assert_eq!(fake.body(), asked);
    let headers = fake.headers();
    assert!(headers.starts_with("post /v1/chat/completions "), "{headers}");
    assert!(headers.contains(&format!("authorization: bearer {}", fake::KEY)), "{headers}");
}
