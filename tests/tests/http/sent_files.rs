//! Files that plugins send, over HTTP: told of in the transcript, and saved by whose session it is.

use crate::server::{host_with, serving, token};
use crate::wire::{call, get, post};
use hookwire::cx::OutboxMessage;
use hookwire::{Cx, Plugin, Result, plugin};
use hookwire_host::engine::store::Owner;
use serde_json::json;
use uuid::Uuid;

#[derive(Default)]
struct Clerk;

#[plugin(id = "clerk", capabilities = [send])]
impl Clerk {
    #[command("/hand", background)]
    async fn hand(&self, args: &str, cx: &Cx) -> Result<&'static str> {
        let session = cx.identity().session.clone().unwrap_or_default();
        let page = OutboxMessage::from("a page").file(args, "text/html", "<script>alert(1)</script>");
        cx.send().to_session(&session, page).await?;
        Ok("handed out")
    }
}

#[tokio::test]
async fn a_file_is_saved_by_whose_session_it_is_and_is_never_a_page() {
    let data = std::env::temp_dir().join(format!("hookwire-http-files-{}", Uuid::now_v7()));
    std::fs::create_dir_all(&data).unwrap();
    let settings = format!("store.data={}", data.display());
    let server = serving(host_with(&[Clerk::MANIFEST], &[&settings]).await).await;
    let chat = |body| post("/v1/chat", &body);
    let session = server.send(&chat(json!({ "message": "hello" }))).await.json()["session"].clone();
    server.send(&chat(json!({ "message": "/hand é \"1\".html", "session": session }))).await;
    while let Some((_, task)) = server.agent.plugins().tasks().first() {
        task.wait().await;
    }
    let path = format!("/v1/sessions/{}", session.as_str().unwrap());
    let shown = server.send(&get(&path)).await.json();
    let message = shown["messages"].as_array().unwrap().iter().find(|it| it["files"].is_array()).unwrap();
    let file = &message["files"][0];
    assert_eq!((&file["name"], &file["bytes"]), (&json!("é \"1\".html"), &json!(25)));
    assert!(!shown.to_string().contains("attachments"), "where it lies is the host's own business");
    let exported = server.send(&get(&format!("{path}/export"))).await.json();
    assert!(exported["messages"].as_array().unwrap().contains(message));

    let path = format!("{path}/files/{}", file["id"].as_str().unwrap());
    let got = server.send(&get(&path)).await;
    assert_eq!((got.status, &*got.text()), (200, "<script>alert(1)</script>"));
    assert_eq!(
        got.header("content-disposition"),
        Some("attachment; filename=\"___1_.html\"; filename*=UTF-8''%C3%A9%20%221%22.html")
    );
    assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(got.header("content-security-policy"), Some("sandbox; default-src 'none'"));

    let bob = Owner { tenant: "acme".into(), user: "bob".into() };
    let bearer = format!("Bearer {}", token(&server.agent, &bob).await);
    let refused = server.send(&get(&path).header("authorization", &bearer)).await;
    assert_eq!(refused.code(), (404, "unknown_session".to_owned()));
    let unknown = server.send(&get(&format!("{path}0"))).await;
    assert_eq!(unknown.code(), (404, "unknown_file".to_owned()));
    let delete = call("DELETE", &format!("/v1/sessions/{}", session.as_str().unwrap()));
    assert_eq!(server.send(&delete).await.status, 204);
    assert_eq!(server.send(&get(&path)).await.status, 404);
    std::fs::remove_dir_all(data).unwrap();
}
