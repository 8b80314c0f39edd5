use crate::api_error::ApiError;
use axum::Json;
use axum::extract::Request;
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// Writes the errors of OpenAI's routes in OpenAI's format: our own, with two fields more.
pub(crate) async fn with_openai_errors(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let is_openai = path == "/v1/chat/completions" || path == "/v1/models" || path.starts_with("/v1/models/");
    let mut response = next.run(request).await;
    let Some(error) = response.extensions_mut().remove::<ApiError>().filter(|_| is_openai) else {
        return response;
    };
    let body = Json(error_body(&error)).into_response().into_body();
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response.map(|_| body)
}

/// Returns the body of an error in OpenAI's format.
pub(super) fn error_body(error: &ApiError) -> Value {
    let kind = match error.status().as_u16() {
        401 => "authentication_error",
        403 => "permission_error",
        429 => "rate_limit_error",
        400..500 => "invalid_request_error",
        _ => "server_error",
    };
    json!({ "error": { "message": error.message(), "type": kind, "param": null, "code": error.code() } })
}
