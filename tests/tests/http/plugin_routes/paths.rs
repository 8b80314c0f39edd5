//! The paths by which plugins are reached.

use super::pages::{Pages, server};
use crate::server::{host_with, token};
use crate::wire::{Call, get};
use axum::Router as App;
use hookwire::plugin::Plugin;
use hookwire_host::engine::store::Owner;
use hookwire_host::http;
use serde_json::json;
use tokio::net::TcpListener;

#[tokio::test]
async fn plugins_that_are_not_there_or_off_are_not_found() {
    let server = server(&[]).await;
    let who = get("/plugins/pages/");
    let unknown = server.send(&get("/plugins/page/")).await;
    assert_eq!(unknown.code(), (404, "unknown_plugin".into()));
    assert!(unknown.text().contains("did you mean `pages`?"), "{}", unknown.text());
    assert_eq!(server.send(&get("/plugins/quiet/x")).await.code(), (404, "no_routes".into()));
    server.agent.plugins().disable("pages").await.unwrap();
    let off = server.send(&who).await;
    assert_eq!(off.code(), (404, "plugin_off".into()));
    assert!(off.text().contains("plugins enable pages"), "{}", off.text());
    server.agent.plugins().enable("pages").await.unwrap();
    assert_eq!(server.send(&who).await.status, 200);
    assert_eq!(server.send(&get("/plugins/pages/nothing")).await.status, 404);
}

#[tokio::test]
async fn the_first_page_of_a_plugin_ends_with_a_slash() {
    let server = server(&[]).await;
    let moved = server.send(&get("/plugins/pages?a=1")).await;
    assert_eq!((moved.status, moved.header("location")), (308, Some("/plugins/pages/?a=1")));
}

#[tokio::test]
async fn a_path_with_dots_reaches_no_plugin() {
    let server = server(&[]).await;
    for path in
        ["../v1/plugins", "a/../hook", "%2e%2E/hook", "static/..%2f..%2fhook", "static/..%5chook", "./hook"]
    {
        let refused = server.send(&get(&format!("/plugins/pages/{path}"))).await;
        assert_eq!(refused.code(), (400, "invalid_path".into()), "{path}");
    }
    assert_eq!(server.send(&get("/plugins/pages/static/a%2Fb")).await.text(), "a/b");
}

#[tokio::test]
async fn a_mounted_host_tells_plugins_where_they_are() {
    let host = host_with(&[Pages::MANIFEST], &[]).await;
    let token = token(host.engine(), &Owner { tenant: String::new(), user: "ann".into() }).await;
    let agent = http::router(host.engine().clone(), host.http().clone());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, App::new().nest("/agent", agent)).await });
    let with = |call: Call| call.header("authorization", &format!("Bearer {token}"));
    let who = with(get("/agent/plugins/pages/")).send(at).await.json();
    assert_eq!((&who["base"], &who["user"]), (&json!("/agent/plugins/pages"), &json!("ann")));
    let moved = with(get("/agent/plugins/pages")).send(at).await;
    assert_eq!(moved.header("location"), Some("/agent/plugins/pages/"));
    assert_eq!(get("/agent/plugins/pages/hook").send(at).await.json()["kind"], "public");
    assert_eq!(get("/agent/plugins/pages/").send(at).await.status, 401);
}
