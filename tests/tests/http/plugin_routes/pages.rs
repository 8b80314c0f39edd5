#![allow(clippy::unused_async, reason = "a handler is async")]

use crate::server::{TestServer, host_with, serving, token};
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
use serde_json::{Value, json};
use std::future::pending;
use std::sync::Mutex;
use std::time::Duration;

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
pub(super) static STREAMS: Mutex<Vec<Cancel>> = Mutex::new(Vec::new());

/// Has nothing to show.
#[derive(Default)]
pub(super) struct Quiet;

#[plugin(id = "quiet")]
impl Quiet {
    #[start]
    fn start(&self) {}
}

/// Serves both plugins.
pub(super) async fn server(settings: &[&str]) -> TestServer {
    serving(host_with(&[Pages::MANIFEST, Quiet::MANIFEST], settings).await).await
}

/// Makes a token of Ann's, as the header has it.
pub(super) async fn ann(server: &TestServer) -> String {
    let token = token(&server.agent, &Owner { tenant: "acme".into(), user: "ann".into() }).await;
    format!("Bearer {token}")
}
