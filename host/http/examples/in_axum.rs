//! An agent in an axum application of one's own: mounted under a path, behind the application's sign-in.
//!
//! `cargo run -p hookwire-http --example in_axum`
//!
//! The application knows its users by a header and says who calls; the agent's own tokens are not needed. It asks
//! itself four things and prints the answers; an application that stays would hand `app` to `axum::serve`. The probe of
//! the test kit prints which points were fired on the way, and checks what the application claims.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use hookwire::points::ToolCall;
use hookwire::test::PointProbe;
use hookwire::{Cx, Plugin, Registry, Verdict, plugin};
use hookwire_engine::Host;
use hookwire_engine::options::EngineOptions;
use hookwire_engine::store::{Memory, Owner};
use hookwire_http::{Caller, HttpOptions, router};
use serde_json::json;
use std::error::Error;
use std::sync::Arc;
use tower::ServiceExt;

/// Lets users look and touch nothing.
#[derive(Default)]
struct ReadOnly;

#[plugin(id = "read-only")]
impl ReadOnly {
    /// Lists the files of the shop.
    #[tool]
    fn list_files(&self) -> &'static str {
        "prices.csv"
    }

    #[hook("tool.gate")]
    fn guard(&self, call: &ToolCall, cx: &Cx) -> Verdict {
        let user = cx.identity().user.as_deref().unwrap_or("nobody");
        if call.tool.starts_with("read") {
            Verdict::Allow
        } else {
            Verdict::deny(format!("{user} may only read"))
        }
    }
}

/// The application's sign-in: whoever has a name gets in, under that name.
async fn sign_in(mut request: Request, next: Next) -> Response {
    let name = request.headers().get("x-user").and_then(|name| name.to_str().ok()).map(str::to_owned);
    let Some(name) = name else { return (StatusCode::FORBIDDEN, "say who you are").into_response() };
    let owner = Owner { tenant: "shop".into(), user: name.clone() };
    request.extensions_mut().insert(Caller::new(owner, &name));
    next.run(request).await
}

async fn ask(app: &Router, request: Request) -> Result<String, Box<dyn Error>> {
    let response = app.clone().oneshot(request).await?;
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 1 << 20).await?;
    Ok(format!("{status} {}", String::from_utf8_lossy(&body)))
}

/// What this application promises to plugins, when it has answered a message that needs a tool.
const CLAIMED: [&str; 8] = [
    "inbound.received",
    "request.start",
    "agent.before",
    "model.wrap",
    "tool.before",
    "tool.gate",
    "turn.persisted",
    "request.end",
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let registry = Registry::of(&[ReadOnly::MANIFEST, PointProbe::MANIFEST])?;
    let store = Arc::new(Memory::default());
    let host =
        Host::start(registry, hookwire::live::Settings::default(), EngineOptions::default(), store).await?;
    host.engine().resume().await?;
    let agent = router(host.engine().clone(), HttpOptions::default()).layer(from_fn(sign_in));
    let app = Router::new().route("/", get(|| async { "the shop" })).nest("/agent", agent);

    let own = Request::get("/").body(Body::empty())?;
    println!("the application's own page: {}", ask(&app, own).await?);
    let chat = |user: Option<&str>, message: &str| {
        let request = Request::post("/agent/v1/chat").header("content-type", "application/json");
        let request = user.into_iter().fold(request, |request, user| request.header("x-user", user));
        request.body(Body::from(json!({ "message": message }).to_string()))
    };
    let unnamed = ask(&app, chat(None, "hello")?).await?;
    println!("without a name: {unnamed}");
    assert!(unnamed.starts_with("403"), "nobody gets in without a name");
    println!("as ann: {}", ask(&app, chat(Some("ann"), "hello")?).await?);
    let refused = ask(&app, chat(Some("ann"), "list the files")?).await?;
    println!("with a tool: {refused}");
    assert!(refused.contains("ann may only read"), "the gate holds");
    let probe = PointProbe::of(host.engine().plugins());
    host.stop("the example is over").await;
    println!("{}", probe.fired());
    probe.fired().check(&CLAIMED)?;
    Ok(())
}
