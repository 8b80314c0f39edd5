use super::super::body::Json;
use super::super::door::Door;
use super::super::guard::Caller;
use super::super::kept::ends;
use super::super::problem::Problem;
use super::super::talk;
use super::prompt::Prompt;
use super::reply::{Head, Reply};
use super::request::Completion;
use super::said::Words;
use super::{OPENAI, chunks, models};
use crate::agent::{Event, Feed, Incoming, Outcome, Reader, Sent};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use hookwire::cx::RequestKind;
use hookwire::points::End;
use std::sync::Arc;
use tokio::task::JoinHandle;
use uuid::Uuid;

/// Sends the last message of a conversation to an agent, as clients of OpenAI do.
///
/// The model is the name of an agent. With the header `X-Session` the last message goes on with that session; without, a
/// session of its own begins with the messages before, and is closed after the answer. Its id is in the header
/// `X-Session` of the answer. The tools that the agent calls do not show.
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
    let alone = incoming.session.is_none();
    let sent = talk::send(&door, incoming, None).await?;
    let session = sent.session.clone();
    let close = session.clone().filter(|_| alone && sent.fresh);
    // On a task of its own: a client that leaves leaves no open session behind.
    let close =
        close.map(|session| tokio::spawn(close_after(sent.events.feed().clone(), door.clone(), session)));
    let usage = asked.includes_usage();
    let head = Head::new(&Uuid::now_v7().simple().to_string(), asked.model);
    let mut response = if streams {
        chunks::stream(&door, head, sent.events, usage, close)
    } else {
        whole(&door, head, sent, close).await?
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
        earlier: if session.is_none() { prompt.earlier } else { Vec::new() },
        session,
        key: talk::key(headers)?,
        ..Incoming::default()
    })
}

async fn whole(
    door: &Arc<Door>,
    head: Head,
    sent: Sent,
    closed: Option<JoinHandle<()>>,
) -> Result<Response, Problem> {
    let mut words = Words::default();
    let outcome = door.wait(read(sent.events, &mut words)).await?;
    if let Some(closed) = closed {
        let _ = closed.await;
    }
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

/// Closes a session that was made for one answer, once that is there.
async fn close_after(answer: Feed, door: Arc<Door>, session: String) {
    answer.ended().await;
    let closed = match door.agent.store().session(&session).await {
        Ok(Some(session)) => ends::end(&door, &session).await,
        Ok(None) => Ok(()),
        Err(error) => Err(error.into()),
    };
    if let Err(problem) = closed {
        tracing::warn!("a session could not be closed: {}", problem.message);
    }
}
