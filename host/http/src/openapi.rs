use crate::mount::MountPath;
use crate::wire::ErrorEnvelope;
use axum::extract::Extension;
use axum::http::header;
use axum::response::IntoResponse;
use std::sync::Arc;
use utoipa::OpenApi as _;
use utoipa::openapi::{ContentBuilder, OpenApi, Ref, ResponseBuilder, ServerBuilder};

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

    /// Writes the document for clients that reach the routes under a path.
    fn written_for(&self, mount: String) -> String {
        if mount.is_empty() {
            return self.0.to_json().unwrap_or_default();
        }
        let mut api = OpenApi::clone(&self.0);
        api.servers = Some(vec![ServerBuilder::new().url(mount).build()]);
        api.to_json().unwrap_or_default()
    }
}

/// Returns this description of the API.
#[utoipa::path(
    get, path = "/openapi.json", tag = "host",
    responses((status = 200, description = "the OpenAPI 3.1 document", body = Object)),
)]
pub(crate) async fn show_openapi(
    Extension(document): Extension<Document>,
    MountPath(mount): MountPath,
) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], document.written_for(mount))
}
