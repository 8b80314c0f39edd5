use super::super::body::Json;
use super::super::door::Door;
use super::super::guard::Caller;
use super::super::problem::Problem;
use super::super::talk;
use super::prompt::Prompt;
use super::reply::{Head, Reply};
use super::request::Completion;
use super::said::Words;
use super::{OPENAI, chunks, models};
use crate::agent::{Event, Incoming, Outcome, Reader, Sent};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use hookwire::cx::RequestKind;
use hookwire::points::End;
use std::sync::Arc;
use uuid::Uuid;

/// Sends the last message of a conversation to an agent, as clients of OpenAI do.
///
/// The model is the name of an agent. With the header `X-Session` the last message goes on with that session; without, a
/// session of its own begins with the messages before, and is closed after the answer. Its id is in the header
/// `X-Session` of the answer. The tools that the agent calls do not show, and none is called that a human would have to
/// allow.
#[utoipa::path(
    post, path = "/v1/chat/completions", tag = "openai", request_body = Completion,
    params(
        ("x-session" = Option<String>, Header, description = "the session to go on with"),
        ("idempotency-key" = Option<String>, Header, description = "makes a second sending the same message"),
    ),
    responses((status = 200, description = "the answer, or its pieces as events", body = Reply)),
)]
pub(in crate::http) async fn completions(
    State(door): State<Arc<Door>>,
    caller: Caller,
    headers: HeaderMap,
    Json(asked): Json<Completion>,
) -> Result<Response, Problem> {
    asked.check()?;
    models::known(&door, &asked.model)?;
    let streams = asked.stream.unwrap_or(false);
    let incoming = incoming(&asked, caller, &headers, streams)?;
    let sent = talk::send(&door, incoming, None).await?;
    let session = sent.session.clone();
    let usage = asked.includes_usage();
    let head = Head::new(&Uuid::now_v7().simple().to_string(), asked.model);
    let mut response = if streams {
        chunks::stream(&door, head, sent.events, usage)
    } else {
        whole(&door, head, sent).await?
    };
    let id = session.and_then(|session| HeaderValue::from_str(&session).ok());
    response.headers_mut().extend(id.map(|id| (axum::http::HeaderName::from_static("x-session"), id)));
    Ok(response)
}

fn incoming(
    asked: &Completion,
    caller: Caller,
    headers: &HeaderMap,
    streams: bool,
) -> Result<Incoming, Problem> {
    let prompt = Prompt::of(&asked.messages)?;
    let session = headers.get("x-session").map(|session| session.to_str().unwrap_or_default().to_owned());
    Ok(Incoming {
        channel: OPENAI.into(),
        kind: if streams { RequestKind::Stream } else { RequestKind::Chat },
        owner: caller.owner,
        agent: Some(asked.model.clone()),
        message: prompt.message,
        seed: if session.is_none() { prompt.earlier } else { Vec::new() },
        one_shot: session.is_none(),
        session,
        key: talk::key(headers)?,
        // These clients know no questions.
        unattended: true,
        ..Incoming::default()
    })
}

async fn whole(door: &Door, head: Head, sent: Sent) -> Result<Response, Problem> {
    let mut words = Words::default();
    let outcome = door.wait(read(sent.events, &mut words)).await?;
    Ok(axum::Json(head.reply(&outcome, words.usage)?).into_response())
}

async fn read(mut events: Reader, words: &mut Words) -> Outcome {
    while let Some(event) = events.next().await {
        words.take(&event);
        if let Event::End(outcome) = event {
            return outcome;
        }
    }
    Outcome { end: End::Failed, error: Some("the answer broke off".into()), ..Outcome::default() }
}
