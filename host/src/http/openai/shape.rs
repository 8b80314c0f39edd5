use super::super::problem::Problem;
use axum::Json;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Gives errors the shape that these clients read: ours, with two fields more.
pub(in crate::http) async fn shape(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let theirs = path == "/v1/chat/completions" || path == "/v1/models" || path.starts_with("/v1/models/");
    let mut response = next.run(request).await;
    let Some(problem) = response.extensions_mut().remove::<Problem>().filter(|_| theirs) else {
        return response;
    };
    let body = Json(error(&problem)).into_response().into_body();
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.map(|_| body)
}

/// Writes an error as these clients read it.
pub(super) fn error(problem: &Problem) -> Value {
    let kind = match problem.status.as_u16() {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        400..500 => "invalid_request_error",
        _ => "server_error",
    };
    json!({ "error": { "message": problem.message, "type": kind, "param": null, "code": problem.code } })
}
