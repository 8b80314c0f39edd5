use super::door::Door;
use super::problem::Failure;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use std::sync::Arc;
use utoipa::{OpenApi, openapi};

/// What the routes are to be added to.
#[derive(OpenApi)]
#[openapi(
    info(title = "Hookwire", description = "An agent whose every step passes hooks."),
    components(schemas(Failure)),
    tags(
        (name = "messages", description = "Talking with agents."),
        (name = "sessions", description = "What was said."),
        (name = "approvals", description = "What a human has to allow."),
        (name = "openai", description = "For clients that know only OpenAI's API."),
        (name = "host", description = "How the host fares."),
    )
)]
pub(super) struct Api;

/// Returns this description.
#[utoipa::path(
    get, path = "/openapi.json", tag = "host",
    responses((status = 200, description = "OpenAPI 3.1", body = Object)),
)]
pub(super) async fn openapi(State(door): State<Arc<Door>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], door.api.get().cloned().unwrap_or_default())
}

/// Writes it down, with how every route may fail.
pub(super) fn written(mut api: openapi::OpenApi) -> String {
    let content =
        openapi::ContentBuilder::new().schema(Some(openapi::Ref::from_schema_name("Failure"))).build();
    let failure = openapi::ResponseBuilder::new()
        .description("it could not be done")
        .content("application/json", content)
        .build();
    for item in api.paths.paths.values_mut() {
        let operations = [&mut item.get, &mut item.post, &mut item.delete];
        for operation in operations.into_iter().flatten() {
            operation.responses.responses.insert("default".into(), failure.clone().into());
        }
    }
    api.to_json().unwrap_or_default()
}
