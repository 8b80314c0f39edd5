//! Clients that know only OpenAI's API can talk with the agents.

use crate::server::server;
use crate::wire::{Call, Stream, get, post};
use serde_json::{Value, json};
use std::time::Duration;

fn ask(body: &Value) -> Call {
    post("/v1/chat/completions", body)
}

fn say(text: &str, stream: bool) -> Value {
    json!({
        "model": "default", "messages": [{ "role": "user", "content": text }],
        "stream": stream, "stream_options": { "include_usage": true }, "temperature": 0.3,
    })
}

/// Reads the pieces of a stream, and whether it ended as it should.
async fn pieces(mut stream: Stream) -> (Vec<Value>, bool) {
    let (mut pieces, mut done) = (Vec::new(), false);
    while let Some(block) = stream.block().await {
        match block.strip_prefix("data: ") {
            Some("[DONE]") => done = true,
            Some(data) => pieces.push(serde_json::from_str(data).unwrap()),
            None => {}
        }
    }
    (pieces, done)
}

fn content(pieces: &[Value]) -> String {
    pieces.iter().filter_map(|piece| piece["choices"][0]["delta"]["content"].as_str()).collect()
}

#[tokio::test]
async fn agents_are_models() {
    let server = server(&["agents.helper.system=You help."]).await;
    let models = server.send(&get("/v1/models")).await.json();
    let ids: Vec<_> = models["data"].as_array().unwrap().iter().map(|it| it["id"].clone()).collect();
    assert_eq!(ids, ["default", "helper"]);
    assert_eq!(server.send(&get("/v1/models/helper")).await.json()["object"], "model");
    let unknown = server.send(&get("/v1/models/gpt-5")).await;
    assert_eq!(unknown.code(), (404, "model_not_found".into()));
}

#[tokio::test]
async fn an_answer_has_its_text_usage_and_finish_reason() {
    let server = server(&[]).await;
    let answer = server.send(&ask(&say("hello there", false))).await;
    assert!(answer.header("x-session").is_some());
    let answer = answer.json();
    assert_eq!(answer["object"], "chat.completion");
    let choice = &answer["choices"][0];
    assert_eq!(
        (&choice["message"]["content"], &choice["finish_reason"]),
        (&json!("hello there"), &json!("stop"))
    );
    let usage = &answer["usage"];
    let sum = usage["prompt_tokens"].as_u64().unwrap() + usage["completion_tokens"].as_u64().unwrap();
    assert!(sum > 0 && usage["total_tokens"] == sum, "{usage}");
}

#[tokio::test]
async fn a_stream_hides_tools_and_ends_with_the_usage() {
    let server = server(&[]).await;
    let (pieces, done) = pieces(ask(&say("look it up", true)).open(server.at).await).await;
    assert!(done);
    assert_eq!(content(&pieces), "one moment\n\nit says hook: a bent piece of metal");
    assert_eq!(pieces[0]["choices"][0]["delta"]["role"], "assistant");
    assert!(!json!(pieces).to_string().contains("tool_calls"));
    let (usage, rest) = pieces.split_last().unwrap();
    assert_eq!(usage["choices"], json!([]));
    assert!(usage["usage"]["total_tokens"].as_u64().unwrap() > 0);
    assert_eq!(rest.last().unwrap()["choices"][0]["finish_reason"], "stop");
}

#[tokio::test]
async fn what_was_said_before_is_read_and_the_session_ends_with_the_answer() {
    let server = server(&[]).await;
    let body = json!({ "model": "default", "messages": [
        { "role": "system", "content": "be brief please" },
        { "role": "user", "content": "one two three four" },
        { "role": "assistant", "content": "five six" },
        { "role": "user", "content": [{ "type": "text", "text": "and " }, { "type": "text", "text": "now" }] },
    ]});
    let answer = server.send(&ask(&body)).await;
    let alone = server.send(&ask(&say("and now", false))).await.json();
    let read = |answer: &Value| answer["usage"]["prompt_tokens"].as_u64().unwrap();
    assert_eq!(answer.json()["choices"][0]["message"]["content"], "and now");
    assert_eq!(read(&answer.json()) - read(&alone), 9, "the model has read the nine words before");
    let session = answer.header("x-session").unwrap();
    let shown = server.send(&get(&format!("/v1/sessions/{session}"))).await.json();
    assert!(shown["session"]["closed_at"].is_i64());
    assert_eq!(
        shown["messages"].as_array().unwrap().len(),
        2,
        "what the client claims is no part of the transcript"
    );
}

#[tokio::test]
async fn a_session_goes_on_where_the_client_names_it() {
    let server = server(&[]).await;
    let first = server.send(&post("/v1/chat", &json!({ "message": "hi" }))).await.json();
    let session = first["session"].as_str().unwrap();
    let answer = server.send(&ask(&say("again", false)).header("x-session", session)).await;
    assert_eq!(answer.header("x-session"), Some(session));
    let shown = server.send(&get(&format!("/v1/sessions/{session}"))).await.json();
    assert_eq!(
        (shown["messages"].as_array().unwrap().len(), &shown["session"]["closed_at"]),
        (4, &Value::Null)
    );
    let unknown = server.send(&ask(&say("again", false)).header("x-session", "none")).await;
    assert_eq!(unknown.code(), (404, "unknown_session".into()));
}

#[tokio::test]
async fn errors_have_the_shape_that_these_clients_read() {
    let server = server(&[]).await;
    let mut wrong = say("hi", false);
    wrong["model"] = json!("defualt");
    let answer = server.send(&ask(&wrong)).await;
    let error = &answer.json()["error"];
    assert_eq!(
        (answer.status, &error["code"], &error["type"]),
        (404, &json!("model_not_found"), &json!("invalid_request_error"))
    );
    assert!(error["message"].as_str().unwrap().contains("did you mean `default`?"));
    assert_eq!(error["param"], Value::Null);
    let tools = json!({ "model": "default", "messages": [{ "role": "user", "content": "x" }], "tools": [{ "type": "function" }] });
    assert_eq!(server.send(&ask(&tools)).await.code(), (400, "unsupported".into()));
    for (messages, part) in [
        (json!([]), "is empty"),
        (json!([{ "role": "assistant", "content": "x" }]), "must be the user's"),
        (
            json!([{ "role": "wizard", "content": "x" }, { "role": "user", "content": "x" }]),
            "no role `wizard`",
        ),
        (json!([{ "role": "user", "content": [{ "type": "image_url" }] }]), "`image_url` are not taken"),
        (json!([{ "role": "user", "content": 7 }]), "a text or a list of parts"),
        (json!("hi"), "`messages`: invalid type"),
    ] {
        let answer = server.send(&ask(&json!({ "model": "default", "messages": messages }))).await;
        let (status, _, message) = answer.error();
        assert!(status == 400 && message.contains(part), "{message}");
        assert_eq!(answer.json()["error"]["type"], "invalid_request_error");
    }
    let wrong_method = server.send(&get("/v1/chat/completions")).await;
    assert_eq!(wrong_method.json()["error"]["type"], "invalid_request_error");
}

#[tokio::test]
async fn an_answer_that_fails_is_an_error_in_both_ways() {
    let server = server(&[]).await;
    let whole = server.send(&ask(&say("break", false))).await;
    assert_eq!(
        (whole.code(), whole.json()["error"]["type"].clone()),
        ((502, "failed".into()), json!("server_error"))
    );
    let (pieces, done) = pieces(ask(&say("break", true)).open(server.at).await).await;
    assert!(!done);
    assert_eq!(pieces.last().unwrap()["error"]["code"], "failed");
}

#[tokio::test]
async fn what_comes_again_the_same_is_not_sent_twice() {
    let server = server(&[]).await;
    let (pieces, done) = pieces(ask(&say("stutter", true)).open(server.at).await).await;
    assert_eq!(content(&pieces), "one two ");
    assert!(!done && pieces.last().unwrap()["error"].is_object());
}

#[tokio::test]
async fn what_comes_again_otherwise_is_sent_whole_behind_a_word_of_warning() {
    let server = server(&[]).await;
    let (pieces, done) = pieces(ask(&say("a mistake here", true)).open(server.at).await).await;
    assert!(done);
    let text = content(&pieces);
    assert!(text.starts_with("a mistake here\n\n[the answer broke off"), "{text}");
    assert!(text.ends_with("\n\na correction here"), "{text}");
}

#[tokio::test]
async fn a_client_that_leaves_leaves_no_open_session_behind() {
    let server = server(&["limits.abandoned=10ms"]).await;
    for (count, stream) in [(1, false), (2, true)] {
        let (at, call) = (server.at, ask(&say("forever", stream)));
        let client = tokio::spawn(async move { call.open(at).await.events().await });
        let open = |sessions: &[Value]| sessions.iter().filter(|it| it["closed_at"].is_null()).count();
        let sessions =
            async || server.send(&get("/v1/sessions")).await.json()["sessions"].as_array().unwrap().clone();
        while sessions().await.len() < count {
            tokio::task::yield_now().await;
        }
        assert_eq!(open(&sessions().await), 1);
        client.abort();
        while open(&sessions().await) > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

#[tokio::test]
async fn a_call_that_somebody_would_have_to_allow_is_denied_at_once() {
    let server = server(&[]).await;
    let call = ask(&say("shred it", false));
    let answer = tokio::time::timeout(Duration::from_secs(20), server.send(&call)).await;
    let answer = answer.expect("nobody is waited for").json();
    let said = answer["choices"][0]["message"]["content"].as_str().unwrap();
    assert!(said.starts_with("so: ") && said.contains("nobody is here"), "{said}");
}
