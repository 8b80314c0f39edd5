use super::plugin_routes;
use crate::mount::MountPath;
use crate::state::AppState;
use crate::wire::ErrorEnvelope;
use axum::extract::{Extension, State};
use axum::http::header;
use axum::response::IntoResponse;
use hookwire::live::Wiring;
use serde_json::json;
use std::sync::Arc;
use utoipa::OpenApi as _;
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, ResponseBuilder};

/// The document before the routes are added to it.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(title = "Hookwire", description = "The HTTP API of a Hookwire agent."),
    components(schemas(ErrorEnvelope)),
    tags(
        (name = "messages", description = "Messages to agents, answered whole or as streams."),
        (name = "sessions", description = "Sessions: conversations with agents, their turns and traces."),
        (name = "approvals", description = "Approvals: tool calls that a human has to allow."),
        (name = "schedules", description = "Schedules: messages that are sent at a time."),
        (name = "openai", description = "The API of OpenAI, for clients that know only that one."),
        (name = "pages", description = "Pages for browsers, and their login."),
        (name = "host", description = "The state of the host: health, metrics, plugins and hooks."),
    )
)]
struct Base;

/// Returns the document before the routes are added to it.
pub(crate) fn base() -> OpenApi {
    Base::openapi()
}

/// The finished document, which the router hands to [`show_openapi`].
#[derive(Clone)]
pub(crate) struct Document(Arc<OpenApi>);

impl Document {
    /// Adds to every route what its errors look like.
    pub(crate) fn new(mut api: OpenApi) -> Self {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ErrorEnvelope"))).build();
        let error =
            ResponseBuilder::new().description("an error").content("application/json", content).build();
        for item in api.paths.paths.values_mut() {
            let operations = [&mut item.get, &mut item.post, &mut item.delete];
            for operation in operations.into_iter().flatten() {
                operation.responses.responses.insert("default".into(), error.clone().into());
            }
        }
        Self(Arc::new(api))
    }

    /// Writes the document, with the routes of plugins, for clients that reach the routes under a path.
    fn written_for(&self, mount: &str, plugins: &Wiring) -> String {
        // The host's own document can be written: it was made of the types of this crate.
        let mut api = serde_json::to_value(&*self.0).unwrap_or_default();
        plugin_routes::add(&mut api, plugins);
        if !mount.is_empty() {
            api["servers"] = json!([{ "url": mount }]);
        }
        api.to_string()
    }
}

/// Returns this description of the API.
#[utoipa::path(
    get, path = "/openapi.json", tag = "host",
    responses((status = 200, description = "the OpenAPI 3.1 document", body = Object)),
)]
pub(crate) async fn show_openapi(
    State(state): State<Arc<AppState>>,
    Extension(document): Extension<Document>,
    MountPath(mount): MountPath,
) -> impl IntoResponse {
    let plugins = state.engine().plugins().wiring_of_all();
    ([(header::CONTENT_TYPE, "application/json")], document.written_for(&mount, &plugins))
}
