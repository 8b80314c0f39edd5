use crate::api_error::ApiError;
use crate::body::Path;
use crate::guard::Caller;
use crate::state::AppState;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hookwire_engine::attachments::sent_file;
use std::fmt::Write;
use std::io::ErrorKind;
use std::sync::Arc;

/// Returns a file that a plugin sent to a session, to be saved.
#[utoipa::path(
    get, path = "/v1/sessions/{id}/files/{file}", tag = "sessions",
    params(
        ("id" = String, Path, description = "the session's id"),
        ("file" = String, Path, description = "the file's id, as the message has it"),
    ),
    responses((status = 200, description = "the content of the file", body = Vec<u8>, content_type = "application/octet-stream")),
)]
pub(crate) async fn get_file(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    Path((id, file)): Path<(String, String)>,
) -> Result<Response, ApiError> {
    state.owned_session(&id, caller.owner()).await?;
    let engine = state.engine();
    let absent = || ApiError::not_found("file", "unknown_file", &file);
    let found = sent_file(&**engine.store(), engine.options().data.as_deref(), &id, &file).await?;
    let (sent, path) = found.ok_or_else(absent)?;
    let content = tokio::fs::read(&path).await.map_err(|error| {
        if error.kind() == ErrorKind::NotFound {
            return absent();
        }
        tracing::error!("{} cannot be read: {error}", path.display());
        ApiError::new(StatusCode::INTERNAL_SERVER_ERROR, "unreadable_file", "the file cannot be read")
    })?;
    let text = |text: &str| {
        HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("application/octet-stream"))
    };
    // A plugin's page must not pass for one of the host's, whatever a browser makes of it.
    let headers = [
        (header::CONTENT_TYPE, text(&sent.mime)),
        (header::CONTENT_DISPOSITION, text(&disposition(&sent.name))),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
    ];
    Ok((headers, Bytes::from(content)).into_response())
}

/// Returns the header by which a file is saved under its name: in plain letters, and for clients that know RFC 8187 as it is.
fn disposition(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    let plain: String =
        name.chars().map(|c| if u8::try_from(c).is_ok_and(is_plain) { c } else { '_' }).collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if is_plain(byte) {
            encoded.push(byte.into());
        } else {
            // Writing to a text cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_name_breaks_no_header() {
        assert_eq!(disposition("a.csv"), "attachment; filename=\"a.csv\"; filename*=UTF-8''a.csv");
        assert_eq!(
            disposition("é \"\r\n"),
            "attachment; filename=\"_____\"; filename*=UTF-8''%C3%A9%20%22%0D%0A"
        );
    }
}
