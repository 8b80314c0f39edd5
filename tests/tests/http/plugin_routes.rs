//! The routes of plugins: behind the host's door, within its limits, and no danger to it.

#![allow(clippy::unused_async, reason = "a handler is async")]

use crate::server::{TestServer, host_with, serving, token};
use crate::wire::{Call, call, get};
use axum::Router as App;
use hookwire::cx::Cancel;
use hookwire::plugin::Plugin;
use hookwire::routes::axum::body::{Body, Bytes};
use hookwire::routes::axum::http::{HeaderMap, HeaderName, header};
use hookwire::routes::axum::response::{Html, IntoResponse};
use hookwire::routes::axum::routing::{get as on_get, post as on_post};
use hookwire::routes::axum::{Json, extract::Path};
use hookwire::routes::{BasePath, Router};
use hookwire::{Cx, plugin};
use hookwire_host::engine::store::Owner;
use hookwire_host::http;
use serde_json::{Value, json};
use std::future::pending;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::time::timeout;

/// The time within which something happens.
const SOON: Duration = Duration::from_secs(10);

/// Shows what it is given.
#[derive(Default)]
pub(crate) struct Pages;

#[plugin(id = "pages", capabilities = [routes])]
impl Pages {
    #[routes(public = ["/hook", "/static/*"], timeout = "200ms")]
    fn routes(&self) -> Router {
        Router::new()
            .route("/", on_get(Self::who))
            .route("/hook", on_get(Self::who).post(Self::who))
            .route("/static/{*path}", on_get(|Path(path): Path<String>| async move { path }))
            .route("/count", on_post(|body: Bytes| async move { body.len().to_string() }))
            .route("/smash", on_get(Self::smash))
            .route("/hang", on_get(pending::<String>))
            .route("/page", on_get(|| async { Html("<p>hello") }))
            .route("/headers", on_get(Self::headers))
            .route("/stream", on_get(Self::stream))
            .route("/half", on_get(Self::half))
    }

    async fn who(base: BasePath, headers: HeaderMap, cx: Cx) -> Json<Value> {
        let identity = cx.identity();
        let header = |name| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        Json(json!({
            "tenant": identity.tenant, "user": identity.user, "kind": identity.kind, "admin": identity.admin,
            "base": base.as_str(), "authorization": header(header::AUTHORIZATION), "cookie": header(header::COOKIE),
        }))
    }

    async fn smash() -> String {
        panic!("in pieces")
    }

    async fn headers() -> impl IntoResponse {
        let set = |name: &'static str, value: &'static str| (HeaderName::from_static(name), value);
        let mut headers = HeaderMap::new();
        for (name, value) in [
            set("access-control-allow-origin", "*"),
            set("connection", "x-mine, close"),
            set("x-mine", "of the connection"),
            set("clear-site-data", "*"),
            set("service-worker-allowed", "/"),
            set("set-cookie", "hookwire_token=stolen; Path=/"),
            set("set-cookie", "=hookwire_token=stolen; Path=/"),
            set("set-cookie", " = hookwire_token=stolen"),
            set("set-cookie", "theme=dark"),
            set("x-yours", "stays"),
        ] {
            headers.append(name, value.parse().unwrap());
        }
        (headers, "done")
    }

    async fn stream(cx: Cx) -> Body {
        let first = futures_util::stream::iter([Ok::<_, std::io::Error>("begun\n\n")]);
        STREAMS.lock().unwrap().push(cx.cancelled().clone());
        Body::from_stream(futures_util::StreamExt::chain(first, futures_util::stream::pending()))
    }

    async fn half() -> Body {
        let pieces = futures_util::stream::iter([true, false]);
        Body::from_stream(futures_util::StreamExt::then(pieces, |is_first| async move {
            if !is_first {
                // So that the head and the first piece are on their way.
                tokio::time::sleep(Duration::from_millis(100)).await;
                panic!("in the middle");
            }
            Ok::<_, std::io::Error>("half")
        }))
    }
}

/// The cancellations of the streams that were begun.
static STREAMS: Mutex<Vec<Cancel>> = Mutex::new(Vec::new());

/// Has nothing to show.
#[derive(Default)]
struct Quiet;

#[plugin(id = "quiet")]
impl Quiet {
    #[start]
    fn start(&self) {}
}

async fn server(settings: &[&str]) -> TestServer {
    serving(host_with(&[Pages::MANIFEST, Quiet::MANIFEST], settings).await).await
}

async fn ann(server: &TestServer) -> String {
    let token = token(&server.agent, &Owner { tenant: "acme".into(), user: "ann".into() }).await;
    format!("Bearer {token}")
}

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
async fn the_limits_of_the_host_hold_for_plugins() {
    let server = server(&["http.body_bytes=1000", "http.rate=6", "http.concurrency=1"]).await;
    let count = |bytes: usize| call("POST", "/plugins/pages/count").body(vec![b'x'; bytes]);
    assert_eq!(server.send(&count(1000)).await.text(), "1000");
    assert_eq!(server.send(&count(1001)).await.code(), (413, "too_large".into()));
    let stream = get("/plugins/pages/stream").open(server.at).await;
    assert_eq!(server.send(&get("/plugins/pages/")).await.code(), (503, "busy".into()));
    drop(stream);
    let refused = async { while server.send(&get("/plugins/pages/hook")).await.status != 429 {} };
    timeout(SOON, refused).await.expect("the rate is over");
    assert_eq!(server.send(&get("/plugins/pages/hook")).await.code(), (429, "too_often".into()));
}

#[tokio::test]
async fn a_plugin_that_panics_or_hangs_costs_its_own_request() {
    let server = server(&[]).await;
    let broken = server.send(&get("/plugins/pages/smash")).await;
    assert_eq!(broken.code(), (500, "plugin_failed".into()));
    assert!(broken.text().contains("`pages`") && !broken.text().contains("in pieces"), "{}", broken.text());
    let late = server.send(&get("/plugins/pages/hang")).await;
    assert_eq!(late.code(), (504, "plugin_timeout".into()));
    let half = get("/plugins/pages/half").open(server.at).await;
    assert_eq!(half.status, 200);
    assert_eq!(server.send(&get("/plugins/pages/")).await.status, 200);
    assert_eq!(server.send(&get("/health")).await.status, 200);
}

#[tokio::test]
async fn a_plugin_says_nothing_in_the_name_of_the_whole_host() {
    let server = server(&[]).await;
    let answer = server.send(&get("/plugins/pages/headers")).await;
    for name in ["access-control-allow-origin", "x-mine", "clear-site-data", "service-worker-allowed"] {
        assert_eq!(answer.header(name), None, "{name}");
    }
    let cookies: Vec<_> = answer.headers.iter().filter(|(name, _)| name == "set-cookie").collect();
    assert_eq!(cookies, [&("set-cookie".to_owned(), "theme=dark".to_owned())]);
    assert_eq!((answer.header("x-yours"), answer.text().as_str()), (Some("stays"), "done"));
    assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(answer.header("content-security-policy"), None);
    let page = server.send(&get("/plugins/pages/page")).await;
    let policy = page.header("content-security-policy").expect("a policy");
    assert!(policy.contains("default-src 'self'") && policy.contains("frame-ancestors 'self'"), "{policy}");
    assert_eq!(page.header("x-frame-options"), Some("SAMEORIGIN"));
    assert_eq!(page.header("referrer-policy"), Some("same-origin"));
    assert_eq!(server.send(&call("HEAD", "/plugins/pages/page")).await.header("content-length"), Some("8"));
}

#[tokio::test]
async fn a_stream_ends_when_the_host_closes_and_its_request_is_cancelled() {
    let server = server(&["limits.grace=50ms"]).await;
    let mut stream = get("/plugins/pages/stream").open(server.at).await;
    assert_eq!(stream.block().await.as_deref(), Some("begun"));
    let (ended, _host) = server.stop();
    assert_eq!(stream.block().await, None);
    ended.await.unwrap().expect("a clean end");
    let streams = STREAMS.lock().unwrap().clone();
    for cancel in streams {
        timeout(SOON, cancel.wait()).await.expect("the request is cancelled");
    }
}

/// Answers with its number, once it is allowed to.
#[derive(Default)]
struct Patient(u32);

static MADE: AtomicU32 = AtomicU32::new(0);
static STOPPED: Mutex<Vec<u32>> = Mutex::new(Vec::new());
static WAITS: Notify = Notify::const_new();
static GO: Notify = Notify::const_new();

#[plugin(id = "patient", capabilities = [routes])]
impl Patient {
    #[init]
    fn new() -> Self {
        Self(MADE.fetch_add(1, Ordering::Relaxed) + 1)
    }

    #[stop]
    fn stop(&self) {
        STOPPED.lock().unwrap().push(self.0);
    }

    #[routes]
    fn routes(&self) -> Router {
        let number = self.0;
        let slow = move || async move {
            WAITS.notify_one();
            GO.notified().await;
            number.to_string()
        };
        Router::new()
            .route("/slow", on_get(slow))
            .route("/", on_get(move || async move { number.to_string() }))
    }
}

#[tokio::test]
async fn a_request_runs_on_the_instance_that_it_began_with() {
    let server = serving(host_with(&[Patient::MANIFEST], &[]).await).await;
    let at = server.at;
    let slow = tokio::spawn(async move { get("/plugins/patient/slow").send(at).await.text() });
    WAITS.notified().await;
    server.agent.plugins().reload("patient").await.unwrap();
    assert_eq!(server.send(&get("/plugins/patient/")).await.text(), "2", "a new request has the new one");
    assert!(STOPPED.lock().unwrap().is_empty(), "the old one is not stopped under its request");
    GO.notify_one();
    assert_eq!(slow.await.unwrap(), "1");
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
