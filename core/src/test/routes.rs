use super::kit::Kit;
use crate::plugin::RoutesDecl;
use crate::routes::{BasePath, PluginPath};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use hookwire_text::suggest;

impl Kit {
    /// Sends a request to `/plugins/<id>/..`, the routes of a plugin, as a host does; who asks is the kit's identity.
    ///
    /// What a host refuses before a plugin sees it, such as a request without a token, is not refused here. A panic and the end
    /// of the time are answers, 500 and 504, and among the [`faults`](Kit::faults).
    ///
    /// ```
    /// # use hookwire::{plugin, routes::Router, routes::axum::routing::get, test::Kit};
    /// # #[derive(Default)]
    /// # struct Hello;
    /// # #[plugin(id = "hello", capabilities = [routes])]
    /// # impl Hello {
    /// #     #[routes]
    /// #     fn routes(&self) -> Router {
    /// #         Router::new().route("/there", get(|| async { "hello there" }))
    /// #     }
    /// # }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// use hookwire::routes::axum::body::{Body, to_bytes};
    /// use hookwire::routes::axum::http::Request;
    ///
    /// let kit = Kit::of::<Hello>().start().await;
    /// let answer = kit.routes(Request::get("/plugins/hello/there").body(Body::empty()).unwrap()).await;
    /// assert_eq!(answer.status(), 200);
    /// assert_eq!(to_bytes(answer.into_body(), 100).await.unwrap(), "hello there");
    /// # }
    /// ```
    ///
    /// # Panics
    /// If the path is not one of a plugin that brings routes and is live.
    pub async fn routes(&self, mut request: Request) -> Response {
        let path = request.uri().path().to_owned();
        let wiring = self.plugins().wiring_of_all();
        let known = || wiring.contributions::<RoutesDecl>().map(|(decl, _)| decl.name);
        let Some(found) = PluginPath::parse(&path) else {
            panic!("`{path}` leads to no plugin; write `/plugins/<id>/..`");
        };
        *request.uri_mut() = found.uri_inside(request.uri());
        let base = BasePath::new("", found.plugin);
        match wiring.answer_route(found.plugin, request, base, self.cx()).await {
            Some(Ok(answer)) => answer,
            Some(Err(error)) => (error.status(), error.to_string()).into_response(),
            None => panic!("{}", suggest::unknown("plugin with routes", found.plugin, known())),
        }
    }
}
