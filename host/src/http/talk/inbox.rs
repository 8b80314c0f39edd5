use super::super::body::is_type;
use super::super::door::Door;
use super::super::guard::{Caller, Place, too_slow};
use super::super::problem::Problem;
use super::super::{body, body::Json};
use super::files::Folder;
use super::message::{MessageBody, key};
use crate::agent::{Incoming, session_for_key};
use crate::http::HttpOptions;
use crate::unknown::unknown;
use axum::RequestExt;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::{HeaderMap, StatusCode};
use hookwire::cx::RequestKind;
use std::sync::Arc;
use utoipa::ToSchema;
use uuid::Uuid;

/// A message as it comes in, as JSON or, with files, in parts.
#[derive(Debug)]
pub(in crate::http) struct Inbox {
    incoming: Incoming,
    files: Option<Folder>,
}

/// A message with files.
#[derive(ToSchema)]
#[allow(dead_code, reason = "it is read part by part")]
pub(in crate::http) struct MessageParts {
    /// What it says.
    message: String,
    /// The session it goes on with; a new one, if absent.
    session: Option<String>,
    /// The agent that is to answer; the one of the session or the route, if absent.
    agent: Option<String>,
    /// The files: every part that has a file name, whatever its own name.
    #[schema(format = Binary)]
    file: Option<Vec<String>>,
}

impl Inbox {
    /// Takes it apart.
    pub(in crate::http) fn open(self, kind: RequestKind) -> (Incoming, Option<Folder>) {
        (Incoming { kind, ..self.incoming }, self.files)
    }

    async fn whole(request: Request, door: &Arc<Door>) -> Result<Self, Problem> {
        let (key, owner) = sender(&request)?;
        let Json(body) = Json::<MessageBody>::from_request(request, door).await?;
        Ok(Self { incoming: incoming(body, owner, key), files: None })
    }

    async fn parts(mut request: Request, door: &Arc<Door>) -> Result<Self, Problem> {
        let options = door.agent.options();
        let (key, caller) = sender(&request)?;
        // A new session has to have its id before its files have their place.
        let key = key.unwrap_or_else(|| Uuid::now_v7().to_string());
        let most = options.http.body_bytes.saturating_add(options.http.attachment_bytes);
        DefaultBodyLimit::max(most).apply(&mut request);
        let place = Place::of(&request);
        let parts =
            request.extract::<Multipart, _>().await.map_err(|error| unreadable(&error.body_text()))?;
        let mut files = Folder::new(options);
        let body = read(parts, &mut files, &options.http).await?;
        place.map_or(Ok(()), |place| place.take())?;
        let session = body.session.clone().unwrap_or_else(|| session_for_key(&caller.owner, &key));
        let mut incoming = incoming(body, caller, Some(key));
        incoming.attachments = files.settle(&session)?;
        Ok(Self { incoming, files: Some(files) })
    }
}

impl FromRequest<Arc<Door>> for Inbox {
    type Rejection = Problem;

    async fn from_request(request: Request, door: &Arc<Door>) -> Result<Self, Problem> {
        if is_type(request.headers(), "multipart/form-data") {
            Self::parts(request, door).await
        } else {
            Self::whole(request, door).await
        }
    }
}

fn sender(request: &Request) -> Result<(Option<String>, Caller), Problem> {
    let headers: &HeaderMap = request.headers();
    let caller = request.extensions().get::<Caller>().cloned().unwrap_or_default();
    Ok((key(headers)?, caller))
}

fn incoming(body: MessageBody, caller: Caller, key: Option<String>) -> Incoming {
    Incoming {
        channel: "http".into(),
        owner: caller.owner,
        session: body.session,
        agent: body.agent,
        message: body.message,
        key,
        ..Incoming::default()
    }
}

/// Reads a message part by part, and writes its files down.
async fn read(
    mut parts: Multipart,
    files: &mut Folder,
    limits: &HttpOptions,
) -> Result<MessageBody, Problem> {
    let mut body = MessageBody::default();
    let (mut said, mut left) = (false, limits.body_bytes);
    while let Some(part) = parts.next_field().await.map_err(|error| broken(&error))? {
        let name = part.name().unwrap_or_default().to_owned();
        if part.file_name().is_some() {
            files.write(part, limits.attachment_bytes).await?;
            continue;
        }
        let text = text(part, &name, &mut left).await?;
        match name.as_str() {
            "message" => (body.message, said) = (text, true),
            "session" => body.session = Some(text),
            "agent" => body.agent = Some(text),
            other => return Err(Problem::bad("invalid_request", strange(other))),
        }
    }
    if said || !files.is_empty() {
        return Ok(body);
    }
    Err(Problem::bad("invalid_request", "missing part `message`"))
}

/// Reads a part that is no file.
async fn text(mut part: Field<'_>, name: &str, left: &mut usize) -> Result<String, Problem> {
    let mut bytes = Vec::new();
    while let Some(chunk) = part.chunk().await.map_err(|error| broken(&error))? {
        *left =
            left.checked_sub(chunk.len()).ok_or_else(|| body::too_large("the body", "http.body_bytes"))?;
        bytes.extend_from_slice(&chunk);
    }
    String::from_utf8(bytes).map_err(|error| {
        let from = error.utf8_error().valid_up_to();
        Problem::bad("invalid_utf8", format!("the part `{name}` is no UTF-8 from byte {from} on"))
    })
}

fn strange(name: &str) -> String {
    let hint = "; a file needs a file name";
    unknown("part", name, ["message", "session", "agent"].into_iter()) + hint
}

pub(super) fn broken(error: &MultipartError) -> Problem {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return body::too_large("the body", "http.body_bytes and http.attachment_bytes");
    }
    too_slow(error).unwrap_or_else(|| unreadable(&error.body_text()))
}

fn unreadable(why: &str) -> Problem {
    Problem::bad("broken_body", format!("the parts of the body cannot be read: {why}"))
}
