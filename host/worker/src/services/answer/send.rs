use super::super::reply::HostReply;
use super::super::request::NewFile;
use hookwire::cx::{OutboxMessage, SessionScope};
use hookwire::{Cx, Result};

pub(super) async fn answer(
    cx: &Cx,
    scope: SessionScope,
    session: &str,
    text: String,
    files: Vec<NewFile>,
) -> Result<HostReply> {
    let outbox = match scope {
        SessionScope::Caller => cx.send(),
        SessionScope::Everybody => cx.send().of_everybody(),
    };
    let add = |message: OutboxMessage, file: NewFile| message.file(file.name, file.mime, file.bytes.0);
    let message = files.into_iter().fold(OutboxMessage::from(text), add);
    outbox.to_session(session, message).await?;
    Ok(HostReply::Done)
}
