use super::prompt::Prompt;
use super::reply::{Head, Reply};
use super::request::ChatCompletionRequest;
use super::text::AppendOnlyText;
use super::{chunks, models};
use crate::api_error::ApiError;
use crate::body::Json;
use crate::guard::Caller;
use crate::headers::idempotency_key;
use crate::messages;
use crate::state::AppState;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use hookwire::cx::RequestKind;
use hookwire::points::End;
use hookwire_engine::{Event, Incoming, Outcome, Reader, Sent};
use std::sync::Arc;
use uuid::Uuid;

/// The channel of the messages that these clients send.
const OPENAI: &str = "openai";
/// The header with the id of the session, in requests and answers.
const SESSION: HeaderName = HeaderName::from_static("x-session");

/// Sends the last message of a conversation to an agent, as clients of OpenAI do.
///
/// The model is the name of an agent. With the header `X-Session` the last message goes on with that session; without, a
/// session of its own begins with the messages before, and is closed after the answer. The answer has the session's id in
/// the header `X-Session`. The tools that the agent calls do not show, and calls that a human would have to allow are
/// denied.
#[utoipa::path(
    post, path = "/v1/chat/completions", tag = "openai", request_body = ChatCompletionRequest,
    params(
        ("x-session" = Option<String>, Header, description = "the id of the session that the message goes on with"),
        ("idempotency-key" = Option<String>, Header, description = "the key that makes a second sending the same message"),
    ),
    responses((status = 200, description = "the answer, or its pieces as events", body = Reply)),
)]
pub(crate) async fn create_completion(
    State(state): State<Arc<AppState>>,
    caller: Caller,
    headers: HeaderMap,
    Json(request): Json<ChatCompletionRequest>,
) -> Result<Response, ApiError> {
    request.check()?;
    models::check_model(&state, &request.model)?;
    let streams = request.stream.unwrap_or(false);
    let incoming = incoming(&request, &caller, &headers, streams)?;
    let sent = messages::send(state.engine(), incoming, None).await?;
    let session = sent.session.clone();
    let usage = request.includes_usage();
    let head = Head::new(&Uuid::now_v7().simple().to_string(), request.model);
    let mut response = if streams {
        chunks::stream(&state, head, sent.events, usage)
    } else {
        whole_answer(&state, head, sent).await?
    };
    let id = session.and_then(|session| HeaderValue::from_str(&session).ok());
    response.headers_mut().extend(id.map(|id| (SESSION, id)));
    Ok(response)
}

fn incoming(
    request: &ChatCompletionRequest,
    caller: &Caller,
    headers: &HeaderMap,
    streams: bool,
) -> Result<Incoming, ApiError> {
    let prompt = Prompt::of(&request.messages)?;
    let session = headers.get(SESSION).map(|session| session.to_str().unwrap_or_default().to_owned());
    Ok(Incoming {
        channel: OPENAI.into(),
        kind: if streams { RequestKind::Stream } else { RequestKind::Chat },
        owner: caller.owner().clone(),
        agent: Some(request.model.clone()),
        message: prompt.message,
        seed: if session.is_none() { prompt.earlier } else { Vec::new() },
        one_shot: session.is_none(),
        session,
        key: idempotency_key(headers)?,
        // These clients cannot show a question.
        unattended: true,
        ..Incoming::default()
    })
}

async fn whole_answer(state: &AppState, head: Head, sent: Sent) -> Result<Response, ApiError> {
    let mut text = AppendOnlyText::default();
    let outcome = state.until_closing(read_to_end(sent.events, &mut text)).await?;
    Ok(axum::Json(head.reply(&outcome, text.usage())?).into_response())
}

async fn read_to_end(mut events: Reader, text: &mut AppendOnlyText) -> Outcome {
    while let Some(event) = events.next().await {
        text.push(&event);
        if let Event::End(outcome) = event {
            return outcome;
        }
    }
    Outcome { end: End::Failed, error: Some("the answer broke off".into()), ..Outcome::default() }
}
