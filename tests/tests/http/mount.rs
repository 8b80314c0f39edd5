//! The router in an application of somebody else.

use crate::plugin_routes::Pages;
use crate::server::{Started, host, host_with, token};
use crate::wire::{Call, call, get, post};
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::routing::get as on_get;
use hookwire::plugin::Plugin;
use hookwire_host::engine::store::Owner;
use hookwire_host::http::{self, Caller};
use serde_json::json;
use std::net::SocketAddr;
use tokio::net::TcpListener;

fn ann() -> Owner {
    Owner { tenant: "acme".into(), user: "ann".into() }
}

/// Serves an application that has a route of its own beside those of an agent.
async fn application(host: &Started, agent: impl FnOnce(Router) -> Router) -> SocketAddr {
    let engine = host.engine().clone();
    engine.resume().await.expect("what was left goes on");
    let options = host.http().clone();
    let agent = agent(http::router(engine, options));
    let app = Router::new().route("/", on_get(|| async { "somebody else's page" })).nest("/agent", agent);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, app).await });
    address
}

fn with(call: &Call, token: &str) -> Call {
    call.clone().header("authorization", &format!("Bearer {token}"))
}

#[tokio::test]
async fn a_mounted_agent_answers_beside_the_routes_of_the_application() {
    let host = host(&["http.body_bytes=1000"]).await;
    let token = token(host.engine(), &ann()).await;
    let at = application(&host, |agent| agent).await;
    assert_eq!(get("/").send(at).await.text(), "somebody else's page");
    let chat = post("/agent/v1/chat", &json!({ "message": "hello you" }));
    let refused = chat.send(at).await;
    assert_eq!(refused.code(), (401, "unauthorized".into()));
    assert_eq!(refused.header("www-authenticate"), Some("Bearer"));
    assert_eq!(with(&chat, "hw_wrong").send(at).await.status, 401);
    let answer = with(&chat, &token).send(at).await.json();
    assert_eq!((&answer["response"], &answer["end"]), (&json!("hello you"), &json!("completed")));
    let stream = with(&post("/agent/v1/stream", &json!({ "message": "look it up" })), &token).open(at).await;
    assert_eq!(stream.events().await.last().unwrap().name, "end");
    let openai = json!({ "model": "default", "messages": [{ "role": "user", "content": "hi" }] });
    let openai = with(&post("/agent/v1/chat/completions", &openai), &token).send(at).await.json();
    assert_eq!(openai["choices"][0]["message"]["content"], "hi");
    assert_eq!(get("/agent/health").send(at).await.status, 200);
    let large = post("/agent/v1/chat", &json!({ "message": "x".repeat(2000) }));
    assert_eq!(with(&large, &token).send(at).await.code(), (413, "too_large".into()));
    assert!(host.stop().await.is_empty());
}

#[tokio::test]
async fn errors_and_the_description_name_the_path_of_the_mount() {
    let host = host(&[]).await;
    let token = token(host.engine(), &ann()).await;
    let at = application(&host, |agent| agent).await;
    let api = with(&get("/agent/openapi.json"), &token).send(at).await.json();
    assert_eq!(api["servers"], json!([{ "url": "/agent" }]));
    assert!(api["paths"]["/v1/chat"]["post"].is_object());
    let (status, code, message) = with(&get("/agent/v1/nothing"), &token).send(at).await.error();
    assert_eq!((status, code.as_str()), (404, "unknown_route"));
    assert_eq!(message, "there is nothing at /agent/v1/nothing; /agent/openapi.json says what there is");
    let (status, _, message) = with(&call("PUT", "/agent/v1/chat"), &token).send(at).await.error();
    assert!(status == 405 && message.starts_with("PUT is not possible at /agent/v1/chat;"), "{message}");
    let (_, _, message) = with(&get("/agent/v1/models/none"), &token).send(at).await.error();
    assert!(message.contains("there is no agent `none`"), "{message}");
    let model = with(&get("/agent/v1/models/none"), &token).send(at).await.json();
    assert_eq!(model["error"]["type"], "invalid_request_error", "clients of OpenAI read their own format");
}

/// Has the application name the caller, where there is a header.
fn knowing_users(agent: Router) -> Router {
    agent.layer(from_fn(|mut request: Request, next: Next| async {
        if request.headers().contains_key("x-user") {
            request.extensions_mut().insert(Caller::new(ann(), "ann"));
        }
        next.run(request).await
    }))
}

#[tokio::test]
async fn an_application_that_knows_its_users_names_the_caller_itself() {
    let host = host(&[]).await;
    let at = application(&host, knowing_users).await;
    let chat = post("/agent/v1/chat", &json!({ "message": "hi" }));
    assert_eq!(chat.send(at).await.status, 401);
    let answer = chat.header("x-user", "ann").send(at).await.json();
    let session = host.engine().owned_session(answer["session"].as_str().unwrap(), &ann()).await.unwrap();
    assert!(session.is_some(), "{answer}");
}

#[tokio::test]
async fn a_page_of_somebody_else_speaks_for_nobody_also_where_the_application_names_the_caller() {
    let host = host_with(&[Pages::MANIFEST], &[]).await;
    let at = application(&host, knowing_users).await;
    let hook = get("/agent/plugins/pages/hook").header("x-user", "ann");
    assert_eq!(hook.send(at).await.json()["user"], "ann");
    let foreign = hook.header("origin", "https://evil.example").send(at).await.json();
    assert_eq!((&foreign["user"], &foreign["kind"]), (&json!(null), &json!("public")));
}
