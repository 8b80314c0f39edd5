//! Messages as they arrive: as JSON or, with files, as multipart bodies.

use super::upload::Upload;
use crate::api_error::ApiError;
use crate::body::{Json, has_content_type, invalid_multipart, multipart_error};
use crate::data_folder::attachments;
use crate::guard::Caller;
use crate::headers::idempotency_key;
use crate::limits::RequestPermit;
use crate::options::HttpOptions;
use crate::state::AppState;
use crate::wire::MessageBody;
use axum::RequestExt;
use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use hookwire::suggest::unknown;
use hookwire_engine::{Incoming, session_for_key};
use std::sync::Arc;
use uuid::Uuid;

/// A message with its files, if it has any.
#[derive(Debug)]
pub(crate) struct IncomingMessage(pub(crate) Incoming, pub(crate) Option<Upload>);

impl FromRequest<Arc<AppState>> for IncomingMessage {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &Arc<AppState>) -> Result<Self, ApiError> {
        let caller = Caller::of(request.extensions())?;
        let key = idempotency_key(request.headers())?;
        if has_content_type(request.headers(), "multipart/form-data") {
            return from_multipart(request, state, &caller, key).await;
        }
        let Json(body) = Json::<MessageBody>::from_request(request, state).await?;
        Ok(Self(incoming(body, &caller, key), None))
    }
}

async fn from_multipart(
    mut request: Request,
    state: &AppState,
    caller: &Caller,
    key: Option<String>,
) -> Result<IncomingMessage, ApiError> {
    let options = state.options();
    // The files of a new session need its id before the session exists.
    let key = key.unwrap_or_else(|| Uuid::now_v7().to_string());
    let most = options.body_bytes.saturating_add(options.attachment_bytes);
    DefaultBodyLimit::max(most).apply(&mut request);
    let permit = RequestPermit::of(&request);
    let parts = request.extract::<Multipart, _>().await;
    let parts = parts.map_err(|error| invalid_multipart(&error.body_text()))?;
    let mut upload = Upload::new(attachments(state.engine()));
    let body = read_parts(parts, &mut upload, options).await?;
    permit.map_or(Ok(()), |permit| permit.acquire())?;
    let session = body.session.clone().unwrap_or_else(|| session_for_key(caller.owner(), &key));
    let mut incoming = incoming(body, caller, Some(key));
    incoming.attachments = upload.move_to_session(&session)?;
    Ok(IncomingMessage(incoming, Some(upload)))
}

fn incoming(body: MessageBody, caller: &Caller, key: Option<String>) -> Incoming {
    Incoming {
        channel: "http".into(),
        owner: caller.owner().clone(),
        session: body.session,
        agent: body.agent,
        message: body.message,
        key,
        ..Incoming::default()
    }
}

/// Reads a message part by part, and writes its files to the disk.
async fn read_parts(
    mut parts: Multipart,
    upload: &mut Upload,
    options: &HttpOptions,
) -> Result<MessageBody, ApiError> {
    let mut body = MessageBody::default();
    let (mut has_message, mut left) = (false, options.body_bytes);
    while let Some(part) = parts.next_field().await.map_err(|error| multipart_error(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_some() {
            upload.write(part, options.attachment_bytes).await?;
            continue;
        }
        let text = read_text(part, &name, &mut left).await?;
        match name.as_str() {
            "message" => (body.message, has_message) = (text, true),
            "session" => body.session = Some(text),
            "agent" => body.agent = Some(text),
            other => return Err(ApiError::bad_request("invalid_request", unknown_part(other))),
        }
    }
    if has_message || !upload.is_empty() {
        return Ok(body);
    }
    Err(ApiError::bad_request("invalid_request", "missing part `message`"))
}

/// Reads a part that is no file; `left` is the number of bytes that all such parts may still have.
async fn read_text(mut part: Field<'_>, name: &str, left: &mut usize) -> Result<String, ApiError> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| multipart_error(&error))? {
        let rest = left.checked_sub(chunk.len());
        *left = rest.ok_or_else(|| ApiError::too_large("the body", "http.body_bytes"))?;
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|error| {
        let from = error.utf8_error().valid_up_to();
        let message = format!("the part `{name}` is no UTF-8 from byte {from} on");
        ApiError::bad_request("invalid_utf8", message)
    })
}

fn unknown_part(name: &str) -> String {
    let hint = "; a file needs a file name";
    unknown("part", name, ["message", "session", "agent"]) + hint
}
