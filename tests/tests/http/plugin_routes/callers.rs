//! Whose request a plugin is told it is.

use super::pages::{Pages, Quiet, ann, server};
use crate::server::{host_with, serving, token};
use crate::wire::get;
use hookwire::plugin::Plugin;
use hookwire_host::engine::store::Owner;
use serde_json::{Value, json};

#[tokio::test]
async fn requests_are_answered_for_whoever_sends_them() {
    let server = server(&[]).await;
    let who = get("/plugins/pages/");
    let local = server.send(&who).await.json();
    assert_eq!((&local["kind"], &local["admin"]), (&json!("route"), &json!(true)));
    assert_eq!(local["base"], "/plugins/pages");
    let bearer = ann(&server).await;
    let known = who.clone().header("authorization", &bearer);
    let known = known.header("cookie", "a=1; hookwire_token=hw_secret; b=2");
    let known = server.send(&known).await.json();
    assert_eq!(
        (&known["tenant"], &known["user"], &known["admin"]),
        (&json!("acme"), &json!("ann"), &json!(false))
    );
    assert_eq!(
        (&known["authorization"], &known["cookie"]),
        (&Value::Null, &json!("a=1; b=2")),
        "no token reaches a plugin"
    );
    let foreign = server.send(&who.header("origin", "https://evil.example")).await;
    assert_eq!(foreign.code(), (403, "wrong_origin".into()));
}

#[tokio::test]
async fn a_public_path_is_reached_without_a_token_in_nobodys_name() {
    let started = host_with(&[Pages::MANIFEST, Quiet::MANIFEST], &["http.tokens=true"]).await;
    let owner = Owner { tenant: "acme".into(), user: "ann".into() };
    let bearer = format!("Bearer {}", token(started.engine(), &owner).await);
    let server = serving(started).await;
    assert_eq!(server.send(&get("/plugins/pages/")).await.code(), (401, "unauthorized".into()));
    let hook = get("/plugins/pages/hook");
    let nobody = json!({
        "tenant": null, "user": null, "kind": "public", "admin": false, "base": "/plugins/pages",
        "authorization": null, "cookie": null,
    });
    assert_eq!(server.send(&hook).await.json(), nobody);
    let signed = server.send(&hook.clone().header("authorization", "Basic c2lnbmVk")).await.json();
    assert_eq!((&signed["kind"], &signed["authorization"]), (&json!("public"), &json!("Basic c2lnbmVk")));
    let wrong = server.send(&hook.clone().header("authorization", "Bearer hw_wrong")).await.json();
    assert_eq!(wrong, nobody);
    let known = hook.header("authorization", &bearer);
    assert_eq!(server.send(&known).await.json()["user"], "ann");
    let through_a_page = server.send(&known.header("origin", "https://evil.example")).await;
    assert_eq!(through_a_page.json(), nobody, "a page of somebody else speaks for nobody");
    assert_eq!(server.send(&get("/plugins/pages/static/a.css")).await.text(), "a.css");
    for path in
        ["static", "static/../", "static/%2e%2e/", "static/..%2f", "%68ook", "hook/", "hooks", "/hook"]
    {
        let refused = server.send(&get(&format!("/plugins/pages/{path}"))).await;
        assert_eq!(refused.status, 401, "{path}");
    }
}

#[tokio::test]
async fn nobody_on_this_machine_is_not_whoever_runs_the_host() {
    let server = server(&[]).await;
    let answer = server.send(&get("/plugins/pages/hook")).await.json();
    assert_eq!((&answer["kind"], &answer["admin"]), (&json!("public"), &json!(false)));
}
