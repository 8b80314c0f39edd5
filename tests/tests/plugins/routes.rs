//! Routes of plugins, called by the kit: what handlers are given, and what becomes of those that fail.

#![allow(clippy::unused_async, reason = "a handler is async")]

use hookwire::cx::{Identity, Role};
use hookwire::fault::FaultKind;
use hookwire::plugin::{Capability, Plugin, RoutesDecl};
use hookwire::routes::axum::body::{Body, to_bytes};
use hookwire::routes::axum::extract::{OriginalUri, Path, Request, State};
use hookwire::routes::axum::response::Response;
use hookwire::routes::axum::routing::{get, post};
use hookwire::routes::{BasePath, NoContext, PluginPath, Router};
use hookwire::test::{Kit, findings};
use hookwire::{Cx, Result, plugin};
use serde_json::{Value, json};
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

#[derive(Default)]
struct Notes {
    made: AtomicU32,
    notes: Arc<AtomicU32>,
}

/// Keeps notes.
#[plugin(id = "notes", capabilities = [routes])]
impl Notes {
    /// Shows notes.
    #[routes(nav = "Notes", public = ["/hook", "/static/*"], openapi = Self::openapi, timeout = "5m")]
    fn routes(&self) -> Router {
        self.made.fetch_add(1, Ordering::Relaxed);
        Router::new()
            .route("/", get(Self::who))
            .route("/{name}", get(|Path(name): Path<String>| async move { name }))
            .route("/add", post(Self::add))
            .route("/smash", get(Self::smash))
            .with_state(Arc::clone(&self.notes))
    }

    async fn who(base: BasePath, uri: OriginalUri, cx: Cx) -> String {
        let user = cx.identity().user.clone().unwrap_or_default();
        format!("{user} of {} at {} by {}", cx.plugin(), base.link("/add"), uri.0)
    }

    async fn add(State(notes): State<Arc<AtomicU32>>, text: String) -> String {
        format!("{text} is number {}", notes.fetch_add(1, Ordering::Relaxed) + 1)
    }

    async fn smash() -> String {
        panic!("in pieces")
    }

    fn openapi() -> Value {
        json!({ "paths": {} })
    }
}

#[derive(Default)]
struct Slow;

#[plugin(id = "slow", capabilities = [routes])]
impl Slow {
    #[routes(timeout = "20ms")]
    fn routes(&self) -> Router {
        Router::new().fallback(pending::<String>)
    }
}

#[derive(Default)]
struct Unmade;

#[plugin(id = "unmade", capabilities = [routes])]
impl Unmade {
    #[routes]
    fn routes(&self) -> Result<Router> {
        Err("there is no paper".into())
    }
}

async fn kit() -> Kit {
    let mut identity = Identity::agent("default", Role::Agent);
    identity.user = Some("ann".into());
    Kit::of::<Notes>().and::<Slow>().and::<Unmade>().identity(identity).start().await
}

fn request(method: &str, path: &str, body: &'static str) -> Request {
    Request::builder().method(method).uri(path).body(Body::from(body)).expect("a request")
}

async fn text(answer: Response) -> String {
    let body = to_bytes(answer.into_body(), 10_000).await.expect("a body");
    String::from_utf8(body.to_vec()).expect("a text")
}

async fn said(kit: &Kit, method: &str, path: &str, body: &'static str) -> (u16, String) {
    let answer = kit.routes(request(method, path, body)).await;
    (answer.status().as_u16(), text(answer).await)
}

#[tokio::test]
async fn a_handler_is_given_who_asks_and_where_it_stands() {
    let kit = kit().await;
    let (status, answer) = said(&kit, "GET", "/plugins/notes/?page=2", "").await;
    assert_eq!((status, &*answer), (200, "ann of notes at /plugins/notes/add by /?page=2"));
    assert_eq!(said(&kit, "GET", "/plugins/notes/a%2Fb", "").await, (200, "a/b".into()));
    let mut identity = Identity::agent("default", Role::Agent);
    identity.user = Some("bob".into());
    let (_, answer) = said(&kit.with_identity(identity), "GET", "/plugins/notes", "").await;
    assert!(answer.starts_with("bob of notes"), "{answer}");
    assert_eq!(said(&kit, "PUT", "/plugins/notes/add", "").await.0, 405);
}

#[tokio::test]
async fn a_router_is_made_once_for_an_instance_and_keeps_its_state() {
    let kit = kit().await;
    assert_eq!(said(&kit, "POST", "/plugins/notes/add", "ink").await.1, "ink is number 1");
    assert_eq!(said(&kit, "POST", "/plugins/notes/add", "pen").await.1, "pen is number 2");
    let made = |kit: &Kit| kit.plugins().with_plugin(|notes: &Notes| notes.made.load(Ordering::Relaxed));
    assert_eq!(made(&kit), Some(1));
    kit.plugins().disable("slow").await.unwrap();
    said(&kit, "GET", "/plugins/notes/", "").await;
    assert_eq!(made(&kit), Some(1), "another plugin that goes changes nothing");
    kit.plugins().reload("notes").await.unwrap();
    assert_eq!(said(&kit, "POST", "/plugins/notes/add", "ink").await.1, "ink is number 1");
    assert_eq!(made(&kit), Some(1), "the new instance has a router of its own");
}

#[tokio::test]
async fn routes_that_panic_hang_or_cannot_be_made_are_faults_of_their_plugin() {
    let kit = kit().await;
    for (path, status, kind, words) in [
        ("/plugins/notes/smash", 500, FaultKind::Panic, "`notes` panicked: in pieces"),
        ("/plugins/slow/", 504, FaultKind::Timeout, "`slow` took longer than 20ms"),
        ("/plugins/unmade/", 500, FaultKind::Error, "there is no paper"),
    ] {
        let (got, answer) = said(&kit, "GET", path, "").await;
        assert_eq!(got, status, "{answer}");
        assert!(answer.contains(words), "{answer}");
        let faults = kit.faults().await;
        let [fault] = &*faults else { panic!("{faults:?}") };
        assert_eq!((fault.kind, &*fault.hook), (kind, "routes"), "{fault}");
        assert!(path.contains(&*fault.plugin) && fault.message.contains(words), "{fault}");
    }
    assert_eq!(said(&kit, "GET", "/plugins/notes/ink", "").await.0, 200, "the next request is answered");
}

#[tokio::test]
async fn a_handler_without_a_host_says_what_it_lacks() {
    let router = Router::new().route("/", get(|_: Cx| async { "never" }));
    let answer = tower::ServiceExt::oneshot(router, request("GET", "/", "")).await.unwrap();
    assert_eq!((answer.status().as_u16(), text(answer).await), (500, NoContext.to_string()));
}

#[test]
fn routes_are_a_contribution_with_what_they_say() {
    let info = Notes::MANIFEST.contributions[0].info();
    assert_eq!((info.kind, info.name, info.title.as_str()), ("router", "notes", "/plugins/notes/"));
    assert_eq!(info.description, "Shows notes.");
    assert!(info.line > 0);
    assert_eq!(info.details["nav"], "Notes");
    assert_eq!(info.details["public"], json!(["/hook", "/static/*"]));
    assert_eq!((&info.details["timeout_ms"], &info.details["openapi"]), (&json!(300_000), &json!(true)));
    assert!(Notes::MANIFEST.permissions.has(Capability::Routes));
    let routes = Notes::MANIFEST.contributions_of::<RoutesDecl>().next().unwrap();
    assert_eq!(routes.document(), Some(Ok(json!({ "paths": {} }))));
}

#[test]
fn public_paths_are_whole_or_all_below_a_folder() {
    let routes = Notes::MANIFEST.contributions_of::<RoutesDecl>().next().unwrap();
    for path in ["/hook", "/static/", "/static/a/b.css"] {
        assert!(routes.is_public(path), "{path}");
    }
    for path in ["/", "/hook/", "/hooks", "/static", "/statical", "/%68ook", "/HOOK", ""] {
        assert!(!routes.is_public(path), "{path}");
    }
}

#[test]
fn a_path_is_taken_apart_as_it_was_sent() {
    let parse = |path| PluginPath::parse(path).map(|it| (it.plugin, it.inside));
    assert_eq!(parse("/plugins/notes/a%2Fb/"), Some(("notes", "/a%2Fb/")));
    assert_eq!(parse("/plugins/notes"), Some(("notes", "")));
    assert_eq!(parse("/plugins//a"), None);
    assert_eq!(parse("/v1/plugins/notes"), None);
    let dotted = ["/..", "/a/../b", "/%2e%2E/b", "/a/.%2e", "/a%2f..%2fb", "/..%5Cb", "/a/./b"];
    for path in dotted.map(|inside| format!("/plugins/notes{inside}")) {
        assert!(PluginPath::parse(&path).unwrap().has_dots(), "{path}");
    }
    for path in ["/plugins/notes/a..b/...", "/plugins/notes/.well-known/x"] {
        assert!(!PluginPath::parse(path).unwrap().has_dots(), "{path}");
    }
}

#[test]
fn conformance_asks_for_the_first_page() {
    #[derive(Default)]
    struct Broken;

    #[plugin(id = "broken", capabilities = [routes])]
    impl Broken {
        #[routes]
        fn routes(&self) -> Router {
            Router::new().route("/", get(Self::smash))
        }

        async fn smash() -> String {
            panic!("in pieces")
        }
    }

    assert_eq!(findings::<Notes>(json!({})).found, Vec::<String>::new());
    let found = findings::<Broken>(json!({})).found;
    assert!(found.len() == 1 && found[0].contains("in pieces"), "{found:?}");
    let found = findings::<Unmade>(json!({})).found;
    assert!(found.len() == 1 && found[0].contains("there is no paper"), "{found:?}");
}
