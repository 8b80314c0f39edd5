use super::super::ask::Answer;
use super::super::payload::pack;
use super::super::reply::HostReply;
use super::super::request::HostRequest;
use super::{dir, http, kv, schedules, send, sessions};
use hookwire::remote::{ByteStream, RemoteError};
use hookwire::{Cx, Result};

/// Does what a plugin asks, as if the plugin had asked by this context itself: what it may and how much is what the context
/// says. What the worker says of a user or a session that is not the context's is refused as
/// [`Forged`](RemoteError::Forged).
pub async fn answer(
    cx: &Cx,
    request: HostRequest,
    stream: Option<ByteStream>,
) -> Result<Answer, RemoteError> {
    let (reply, stream) = work(cx, request, stream).await.map_err(|error| RemoteError::of(&error))?;
    let (body, stream) = pack(&reply, stream)?;
    Ok(Answer { body, stream })
}

async fn work(
    cx: &Cx,
    request: HostRequest,
    stream: Option<ByteStream>,
) -> Result<(HostReply, Option<ByteStream>)> {
    let reply = match request {
        HostRequest::Http { call } => {
            let (head, body) = http::answer(cx, call, stream).await?;
            return Ok((head, Some(body)));
        }
        HostRequest::Kv { owner, call } => kv::answer(cx, &owner, call).await?,
        HostRequest::Dir { call } => dir::answer(cx, call).await?,
        HostRequest::Sessions { scope, call } => sessions::answer(cx, scope, call).await?,
        HostRequest::Send { scope, session, text, files } => {
            send::answer(cx, scope, &session, text, files).await?
        }
        HostRequest::Render { template, values } => {
            HostReply::Text { text: cx.render(&template, &values).await? }
        }
        HostRequest::Schedule { call } => schedules::answer(cx, call).await?,
        HostRequest::Tool { tool, args } => HostReply::Tool { report: cx.tool(tool, args).await? },
        HostRequest::Model { request } => HostReply::Model { response: cx.model(request).await? },
    };
    Ok((reply, None))
}
