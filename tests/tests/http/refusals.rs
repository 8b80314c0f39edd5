//! Bad input gets a clear error, and loses nothing.

use crate::server::server;
use crate::wire::{Call, call, get, post};
use serde_json::json;

fn raw(body: impl Into<Vec<u8>>) -> Call {
    call("POST", "/v1/chat").header("content-type", "application/json").body(body)
}

#[tokio::test]
async fn what_cannot_be_read_is_told_exactly() {
    let server = server(&[]).await;
    let deep = "[".repeat(100_000);
    let cases: [(Call, u16, &str, &str); 16] = [
        (raw("{\"message\": \n  oops}"), 400, "invalid_json", "line 2 column 3"),
        (raw("{\"message\": \"hi\""), 400, "invalid_json", "EOF"),
        (raw(""), 400, "invalid_json", "EOF"),
        (raw("[]"), 400, "invalid_request", "must be a JSON object"),
        (raw("{}"), 400, "invalid_request", "missing field `message`"),
        (
            raw("{\"message\": 7}"),
            400,
            "invalid_request",
            "`message`: invalid type: integer `7`, expected a string",
        ),
        (
            raw("{\"mesage\": \"hi\"}"),
            400,
            "invalid_request",
            "there is no field `mesage`; did you mean `message`?",
        ),
        (
            raw("{\"message\": \"hi\", \"zzz\": 1}"),
            400,
            "invalid_request",
            "there are `message`, `session`, `agent`",
        ),
        (raw(b"{\"message\": \"\xff\"}".to_vec()), 400, "invalid_utf8", "no UTF-8 from byte 13 on"),
        (raw("{\"message\": \"\\ud800\"}"), 400, "invalid_json", "hex escape"),
        (raw(deep), 400, "invalid_json", "recursion limit"),
        (raw("{\"message\": \"  \"}"), 400, "empty_message", "say something"),
        (raw("{\"message\": \"hi\", \"session\": \"none\"}"), 404, "unknown_session", "no session `none`"),
        (
            raw("{\"message\": \"hi\", \"agent\": \"defualt\"}"),
            404,
            "unknown_agent",
            "did you mean `default`?",
        ),
        (
            call("POST", "/v1/chat").body("{\"message\": \"hi\"}"),
            415,
            "not_json",
            "content-type: application/json",
        ),
        (
            post("/v1/chat", &json!({ "message": "hi" })).header("idempotency-key", "é"),
            400,
            "invalid_key",
            "ASCII",
        ),
    ];
    for (call, status, code, part) in cases {
        let answer = server.send(&call).await;
        let (was, said, message) = answer.error();
        assert_eq!((was, said.as_str()), (status, code), "{message}");
        assert!(message.contains(part), "{message} lacks {part}");
        assert!(!message.starts_with(char::is_uppercase), "{message}");
    }
    let fine = server.send(&post("/v1/chat", &json!({ "message": "still there?" }))).await;
    assert_eq!(fine.json()["response"], "still there?");
}

#[tokio::test]
async fn strange_texts_come_back_as_they_were() {
    let server = server(&[]).await;
    for text in ["e\u{301}\u{202e}rtl", "\u{1F9D1}\u{200D}\u{1F4BB}", "\u{feff}bom", "a\u{fffd}"] {
        let answer = server.send(&post("/v1/chat", &json!({ "message": text }))).await;
        assert_eq!(answer.json()["response"], text);
    }
    let answer = server.send(&post("/v1/chat", &json!({ "message": "\u{0}zero" }))).await;
    assert_eq!(answer.json()["response"], "\u{fffd}zero", "no database keeps a zero character");
}

#[tokio::test]
async fn what_does_not_exist_is_told() {
    let server = server(&[]).await;
    let cases = [
        (get("/v1/sessions/a%00b"), 404, "unknown_session"),
        (get("/v1/approvals/a%00b"), 404, "unknown_approval"),
        (get("/v1/nothing"), 404, "unknown_route"),
        (get("/v1/sessions/none"), 404, "unknown_session"),
        (get("/v1/sessions/none/turns/1/trace"), 404, "unknown_session"),
        (get("/v1/stream/none"), 404, "unknown_session"),
        (get("/v1/approvals/none"), 404, "unknown_approval"),
        (post("/v1/approvals/none", &json!({ "approve": true })), 404, "unknown_approval"),
        (get("/v1/plugins/none"), 404, "unknown_plugin"),
        (get("/v1/hooks?point=tool.gat"), 404, "unknown_point"),
        (get("/v1/commands?agent=none"), 404, "unknown_agent"),
        (get("/v1/sessions?limit=many"), 400, "invalid_query"),
        (get("/v1/sessions?limti=5"), 400, "invalid_query"),
        (get("/v1/sessions/a%ff"), 400, "invalid_path"),
    ];
    for (call, status, code) in cases {
        let answer = server.send(&call).await;
        assert_eq!(answer.code(), (status, code.into()), "{call:?}: {}", answer.text());
    }
}

#[tokio::test]
async fn a_wrong_method_is_told_with_the_right_ones() {
    let server = server(&[]).await;
    let answer = server.send(&get("/v1/chat")).await;
    assert_eq!((answer.code(), answer.header("allow")), ((405, "wrong_method".into()), Some("POST")));
    let answer = server.send(&call("PUT", "/v1/sessions/x")).await;
    assert_eq!(answer.status, 405);
    let allowed = answer.header("allow").unwrap_or_default();
    assert!(allowed.contains("GET") && allowed.contains("DELETE"), "{allowed}");
}

#[tokio::test]
async fn pages_of_strangers_cannot_call_this_machine() {
    let server = server(&["http.origins=['https://page.example']", "http.hosts=['agent.example']"]).await;
    let say = || post("/v1/chat", &json!({ "message": "hi" }));
    assert_eq!(server.send(&say().header("host", "evil.example")).await.code(), (403, "wrong_host".into()));
    assert_eq!(server.send(&say().header("host", "localhost:1")).await.status, 200);
    assert_eq!(server.send(&say().header("host", "agent.example")).await.status, 200);
    let from = |origin: &str| say().header("origin", origin);
    assert_eq!(server.send(&from("https://evil.example")).await.code(), (403, "wrong_origin".into()));
    assert_eq!(server.send(&from("null")).await.code(), (403, "wrong_origin".into()));
    assert_eq!(server.send(&from(&format!("http://{}", server.at))).await.status, 200);
    let allowed = server.send(&from("https://page.example")).await;
    assert_eq!(allowed.header("access-control-allow-origin"), Some("https://page.example"));
    let asked = call("OPTIONS", "/v1/chat").header("origin", "https://evil.example");
    let asked = server.send(&asked.header("access-control-request-method", "POST")).await;
    assert_eq!(asked.header("access-control-allow-origin"), None);
}
